"""Times the network of Anime4K in eager PyTorch, as one would write it there: the yardstick for the Java one.

    python3 anime4k_eager.py [--size 320x180] [--scale 4] [--threads 2] [--frames 1] [--runs 20] [--channels-last]

Needs torch only; the weights are read from the repository. Prints one line of key=value pairs, times in milliseconds
for one frame.
"""

import argparse
import json
import pathlib
import resource
import statistics
import struct
import time

import torch
import torch.nn.functional as F

WEIGHTS = (
    pathlib.Path(__file__).resolve().parents[2]
    / "src/models/src/main/resources/io/vsr4j/models/anime4k/anime4k-x2-ul.safetensors"
)


def read_safetensors(path):
    """Float32 tensors by name; enough for this one file."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    start = 8 + length
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            flat = torch.frombuffer(bytearray(data[start + begin : start + end]), dtype=torch.float32)
            tensors[name] = flat.reshape(entry["shape"])
    return tensors


def double(x, w):
    h, features = x, []
    for i in range(7):
        t = F.conv2d(h, w[f"conv.{i}.weight"], w[f"conv.{i}.bias"], padding=1)
        h = torch.cat([F.relu(t), F.relu(-t)], 1)
        if i >= 2:
            features.append(h)
    r = F.conv2d(torch.cat(features, 1), w["conv_last.weight"], w["conv_last.bias"])
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False) + F.pixel_shuffle(r, 2)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--size", default="320x180")
    arguments.add_argument("--scale", type=int, default=4, choices=(2, 4))
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--frames", type=int, default=1)
    arguments.add_argument("--runs", type=int, default=20)
    arguments.add_argument("--channels-last", action="store_true")
    a = arguments.parse_args()
    torch.set_num_threads(a.threads)
    width, height = map(int, a.size.split("x"))
    weights = read_safetensors(WEIGHTS)
    torch.manual_seed(0)
    frames = torch.rand(a.frames, 3, height, width)
    if a.channels_last:
        frames = frames.contiguous(memory_format=torch.channels_last)
        weights = {
            k: v.contiguous(memory_format=torch.channels_last) if v.dim() == 4 else v for k, v in weights.items()
        }
    times = []
    with torch.no_grad():
        for run in range(a.runs + 3):
            begin = time.perf_counter()
            y = frames
            for _ in range(a.scale // 2):
                y = double(y, weights)
            if run >= 3:
                times.append((time.perf_counter() - begin) * 1e3 / a.frames)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"torch={torch.__version__} threads={a.threads} size={a.size} scale={a.scale} frames={a.frames} "
        f"median_ms={statistics.median(times):.1f} min_ms={min(times):.1f} peak_rss_mb={peak}"
    )


if __name__ == "__main__":
    main()
