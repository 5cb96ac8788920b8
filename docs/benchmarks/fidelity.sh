#!/usr/bin/env bash
# PSNR of luma at x2 of the embedded models, Lanczos and bicubic on real clips: reduced by two, clean and after H.264 at CRF 20.
# Usage: docs/benchmarks/fidelity.sh CLIP...        needs ffmpeg with libx264
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

psnr() {
  ffmpeg -v error -i "$1" -i "$2" -lavfi \
    "[0:v]setpts=N,crop=iw-16:ih-16[a];[1:v]setpts=N,crop=iw-16:ih-16[b];[a][b]psnr=stats_file=$work/psnr.log" \
    -f null - 2> /dev/null
  # Mean over frames of the PSNR of luma; a frame without any error counts as 100 dB.
  sed 's/.*psnr_y:\([^ ]*\).*/\1/; s/inf/100/' "$work/psnr.log" | awk '{ s += $1 } END { printf "%.2f", s / NR }'
}

printf '| clip | input | bicubic | lanczos | anime4k | compact | compact - lanczos |\n|---|---|---|---|---|---|---|\n'
for clip in "$@"; do
  # A size that halves evenly, at most 96 frames.
  ffmpeg -v error -y -i "$clip" -an -sn -frames:v 96 -vf 'crop=floor(iw/4)*4:floor(ih/4)*4' -pix_fmt yuv420p \
    -c:v ffv1 "$work/full.mkv"
  half='scale=iw/2:ih/2:flags=bicubic+accurate_rnd'
  ffmpeg -v error -y -i "$work/full.mkv" -vf "$half" -c:v ffv1 "$work/clean.mkv"
  ffmpeg -v error -y -i "$work/clean.mkv" -c:v libx264 -preset medium -crf 20 "$work/crf20.mkv"
  for input in clean crf20; do
    row=()
    for model in bicubic lanczos anime4k compact; do
      "$here/vsr" upscale "$work/$input.mkv" -o "$work/out.mkv" --model "$model" --scale 2 --codec ffv1 \
        --overwrite --quiet > /dev/null
      row+=("$(psnr "$work/out.mkv" "$work/full.mkv")")
    done
    awk -v clip="$(basename "$clip")" -v input="$input" -v b="${row[0]}" -v l="${row[1]}" -v a="${row[2]}" -v c="${row[3]}" \
      'BEGIN { printf "| %s | %s | %s | %s | %s | %s | %+.2f dB |\n", clip, input, b, l, a, c, c - l }'
  done
done
