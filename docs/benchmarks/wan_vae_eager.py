"""Times decoding with the Wan 2.1 video autoencoder in eager PyTorch, as the published code runs it: latent frame by
latent frame, every causal convolution with a copy of its last two inputs. The yardstick for the Java one.

    python3 wan_vae_eager.py [--size 128x128] [--frames 5] [--base 96] [--threads 2] [--runs 5]

Needs torch only; weights are random. Prints one line of key=value pairs.
"""

import argparse
import resource
import statistics
import time

import torch
import torch.nn.functional as F

MULTIPLES = (4, 4, 2, 1)
LATENT = 16


class Decoder:
    def __init__(self, base):
        self.base = base
        self.weights = {}
        self.past = {}

    def conv(self, name, out, width, *kernel):
        if name not in self.weights:
            scale = (width * torch.tensor(kernel).prod().item()) ** -0.5
            self.weights[name] = (torch.randn(out, width, *kernel) * scale, torch.randn(out) * 0.1)
        return self.weights[name]

    def causal(self, name, x, out, kernel):
        w, b = self.conv(name, out, x.shape[1], *kernel)
        if kernel[0] == 1:
            return F.conv3d(x, w, b)
        past = self.past.get(name)
        keep = x[:, :, -2:].clone()
        if keep.shape[2] < 2 and past is not None:
            keep = torch.cat([past[:, :, -1:], keep], 2)
        front = 2
        if past is not None:
            x = torch.cat([past, x], 2)
            front -= past.shape[2]
        side = kernel[1] // 2
        x = F.pad(x, (side, side, side, side, front, 0))
        self.past[name] = keep
        return F.conv3d(x, w, b)

    def norm(self, name, x):
        if name not in self.weights:
            self.weights[name] = 1 + 0.1 * torch.randn(x.shape[1], 1, 1, 1)
        return F.normalize(x, dim=1) * x.shape[1] ** 0.5 * self.weights[name]

    def residual(self, name, x, out):
        h = x if x.shape[1] == out else self.causal(name + ".shortcut", x, out, (1, 1, 1))
        x = self.causal(name + ".conv1", F.silu(self.norm(name + ".norm1", x)), out, (3, 3, 3))
        x = self.causal(name + ".conv2", F.silu(self.norm(name + ".norm2", x)), out, (3, 3, 3))
        return x + h

    def attention(self, name, x):
        n, c, t, h, w = x.shape
        y = self.norm(name + ".norm", x).permute(0, 2, 1, 3, 4).reshape(n * t, c, h, w)
        qkv = F.conv2d(y, *self.conv(name + ".qkv", 3 * c, c, 1, 1))
        q, k, v = qkv.reshape(n * t, 1, 3 * c, -1).permute(0, 1, 3, 2).contiguous().chunk(3, dim=-1)
        y = F.scaled_dot_product_attention(q, k, v).squeeze(1).permute(0, 2, 1).reshape(n * t, c, h, w)
        y = F.conv2d(y, *self.conv(name + ".proj", c, c, 1, 1))
        return y.view(n, t, c, h, w).permute(0, 2, 1, 3, 4) + x

    def up(self, name, x, in_time, first):
        n, c, t, h, w = x.shape
        if in_time and not first:
            x = self.causal(name + ".time", x, 2 * c, (3, 1, 1))
            x = x.reshape(n, 2, c, t, h, w)
            x = torch.stack((x[:, 0], x[:, 1]), 3).reshape(n, c, 2 * t, h, w)
        t = x.shape[2]
        x = x.permute(0, 2, 1, 3, 4).reshape(n * t, c, h, w)
        x = F.interpolate(x, scale_factor=(2.0, 2.0), mode="nearest-exact")
        x = F.conv2d(x, *self.conv(name + ".conv", c // 2, c, 3, 3), padding=1)
        return x.view(n, t, c // 2, 2 * h, 2 * w).permute(0, 2, 1, 3, 4)

    def frame(self, z, first):
        x = self.causal("in", z, self.base * MULTIPLES[0], (3, 3, 3))
        x = self.residual("mid0", x, x.shape[1])
        x = self.attention("mid1", x)
        x = self.residual("mid2", x, x.shape[1])
        for i, multiple in enumerate(MULTIPLES):
            for j in range(3):
                x = self.residual(f"up{i}.{j}", x, self.base * multiple)
            if i < 3:
                x = self.up(f"up{i}", x, i < 2, first)
        return self.causal("out", F.silu(self.norm("norm", x)), 3, (3, 3, 3))

    def decode(self, z):
        self.past = {}
        z = F.conv3d(z, *self.conv("post", LATENT, LATENT, 1, 1, 1))
        out = self.frame(z[:, :, :1], True)
        for i in range(1, z.shape[2]):
            out = torch.cat([out, self.frame(z[:, :, i : i + 1], False)], 2)
        self.past = {}
        return out.clamp(-1, 1)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--size", default="128x128")
    arguments.add_argument("--frames", type=int, default=5)
    arguments.add_argument("--base", type=int, default=96)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--runs", type=int, default=5)
    a = arguments.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(0)
    width, height = map(int, a.size.split("x"))
    z = torch.randn(1, LATENT, 1 + (a.frames - 1) // 4, height // 8, width // 8)
    decoder = Decoder(a.base)
    times = []
    with torch.no_grad():
        decoder.decode(torch.randn(1, LATENT, 2, 2, 2))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        processor = time.process_time()
        for _ in range(a.runs):
            begin = time.perf_counter()
            decoder.decode(z)
            times.append((time.perf_counter() - begin) * 1e3)
        processor = (time.process_time() - processor) * 1e3 / a.runs
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"torch={torch.__version__} threads={a.threads} size={a.size} frames={a.frames} base={a.base} "
        f"median_ms={statistics.median(times):.0f} min_ms={min(times):.0f} processor_ms={processor:.0f} "
        f"peak_rss_mb={peak} above_start_mb={peak - before}"
    )


if __name__ == "__main__":
    main()
