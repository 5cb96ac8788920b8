#!/usr/bin/env bash
# Fidelity and steadiness at x4 of compact, Anime4K and filters on compressed clips: eight frames from the seconds 0, 1 and 2
# of each, the middle half of width and height, reduced by four, H.264 at CRF 20 and 28.
# Usage: [WEIGHTS=DIR] docs/benchmarks/compressed.sh CLIP...        needs ffmpeg with libx264, ffprobe and jq
# With a folder that holds torchvision's AlexNet LPIPS is measured as well.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
metrics=(psnr-y ssim warping-error flicker)
learned=()
if [[ -n ${WEIGHTS:-} ]]; then
  metrics+=(lpips)
  learned=(--weights "$WEIGHTS")
fi

# side CLIP width|height: half of it, a multiple of eight
side() {
  local whole
  whole=$(ffprobe -v error -select_streams v:0 -show_entries "stream=$2" -of csv=p=0 "$1" | tr -cd '0-9\n' | head -n 1)
  echo $((whole / 16 * 8))
}

printf '| clip | CRF | model |'
printf ' %s |' "${metrics[@]}"
printf '\n|---|---|---|'
printf -- '---|%.0s' "${metrics[@]}"
printf '\n'
for clip in "$@"; do
  width=$(side "$clip" width)
  height=$(side "$clip" height)
  for crf in 20 28; do
    for second in 0 1 2; do
      ffmpeg -v error -y -ss "$second" -i "$clip" -an -sn -frames:v 8 -vf "crop=$width:$height" -pix_fmt yuv444p -c:v ffv1 \
        "$work/full$second.mkv"
      ffmpeg -v error -y -i "$work/full$second.mkv" -vf 'scale=iw/4:ih/4:flags=bicubic+accurate_rnd' -pix_fmt yuv420p \
        -c:v libx264 -preset medium -crf "$crf" "$work/low$second.mp4"
    done
    for model in bicubic lanczos anime4k compact; do
      for second in 0 1 2; do
        "$here/vsr" upscale "$work/low$second.mp4" -o "$work/out.mkv" --model "$model" --scale 4 --codec ffv1 --overwrite \
          --quiet > /dev/null
        "$here/vsr" compare "$work/full$second.mkv" "$work/out.mkv" --crop 8 --json --quiet "${learned[@]}" \
          --metrics "$(IFS=,; echo "${metrics[*]}")" > "$work/$second.json"
      done
      jq -rs --arg clip "$(basename "$clip")" --arg crf "$crf" --arg model "$model" --args '
        def mean(m): [.[].metrics[] | select(.id == m).value] | add / length * 1e4 | round / 1e4;
        . as $runs | "| \($clip) | \($crf) | \($model) | " + ([$ARGS.positional[] as $m | $runs | mean($m) | tostring] | join(" | ")) + " |"
      ' "${metrics[@]}" < <(cat "$work"/[012].json)
    done
  done
done
