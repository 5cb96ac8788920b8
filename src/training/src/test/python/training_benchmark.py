"""Processor time of training steps in PyTorch and in vsr4j, in turn, on the same machine.

python3 training_benchmark.py [--threads N] [--rounds N] -- java -cp CLASSPATH io.vsr4j.training.run.TrainingBenchmark
"""

import argparse
import statistics
import subprocess
import time

import torch
import torch.nn.functional as F
from torch import nn


class Space(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, padding=1)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x, frames):
        return x + self.conv2(F.relu(self.conv1(x)))


class Time(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv1 = nn.Conv1d(width, width // 2, 3, padding=1)
        self.conv2 = nn.Conv1d(width // 2, width, 1)

    def forward(self, x, frames):
        n, c, h, w = x.shape
        y = x.view(n // frames, frames, c, h, w).permute(0, 3, 4, 2, 1).reshape(-1, c, frames)
        y = self.conv2(F.relu(self.conv1(y)))
        return x + y.view(n // frames, h, w, c, frames).permute(0, 4, 3, 1, 2).reshape(n, c, h, w)


class Convolutions(nn.Module):
    def __init__(self, width=32, scale=4):
        super().__init__()
        self.scale = scale
        self.first = nn.Conv2d(3, width, 3, padding=1)
        kinds = [Time, Space, Time, Space, Time, Space]
        self.body = nn.ModuleList([kind(width) for kind in kinds])
        self.last = nn.Conv2d(width, 3 * scale * scale, 3, padding=1)

    def forward(self, x):
        h = self.first(x)
        for block in self.body:
            h = block(h, x.shape[0])
        up = F.interpolate(x, scale_factor=self.scale, mode="bicubic", align_corners=False)
        return F.pixel_shuffle(self.last(h), self.scale) + up


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.to_q, self.to_k, self.to_v, self.to_out = (nn.Linear(width, width) for _ in range(4))
        self.norm_q, self.norm_k = nn.RMSNorm(width, eps=1e-6), nn.RMSNorm(width, eps=1e-6)

    def turned(self, x, rotation):
        x = x.unflatten(-1, (self.heads, -1))
        if rotation is not None:
            x = torch.view_as_real(torch.view_as_complex(x.unflatten(-1, (-1, 2))) * rotation).flatten(-2)
        return x.transpose(1, 2)

    def forward(self, x, context, rotation):
        q = self.turned(self.norm_q(self.to_q(x)), rotation)
        k = self.turned(self.norm_k(self.to_k(context)), rotation)
        v = self.to_v(context).unflatten(-1, (self.heads, -1)).transpose(1, 2)
        return self.to_out(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, width, heads, feed):
        super().__init__()
        self.table = nn.Parameter(torch.randn(1, 6, width) / width**0.5)
        self.attn1, self.attn2 = Attention(width, heads), Attention(width, heads)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.up, self.down = nn.Linear(width, feed), nn.Linear(feed, width)

    def forward(self, x, six, text, rotation):
        shift1, scale1, gate1, shift2, scale2, gate2 = (self.table + six).chunk(6, dim=1)
        h = F.layer_norm(x, x.shape[-1:], eps=1e-6) * (1 + scale1) + shift1
        x = x + gate1 * self.attn1(h, h, rotation)
        x = x + self.attn2(self.norm2(x), text, None)
        h = F.layer_norm(x, x.shape[-1:], eps=1e-6) * (1 + scale2) + shift2
        return x + gate2 * self.down(F.gelu(self.up(h), approximate="tanh"))


class Transformer(nn.Module):
    def __init__(self, width=256, heads=4, feed=1024, layers=4, channels=16, text=64):
        super().__init__()
        self.patch = nn.Conv3d(channels, width, (1, 2, 2), stride=(1, 2, 2))
        self.time1, self.time2 = nn.Linear(64, width), nn.Linear(width, width)
        self.six = nn.Linear(width, 6 * width)
        self.text1, self.text2 = nn.Linear(text, width), nn.Linear(width, width)
        self.blocks = nn.ModuleList([Block(width, heads, feed) for _ in range(layers)])
        self.table = nn.Parameter(torch.randn(1, 2, width) / width**0.5)
        self.out = nn.Linear(width, 4 * channels)
        self.head_width = width // heads

    def rotation(self, grid):
        third = self.head_width // 6 * 2
        parts = []
        for axis, size in enumerate((self.head_width - 2 * third, third, third)):
            theta = 10000 ** (-torch.arange(0, size, 2, dtype=torch.float64) / size)
            angle = torch.outer(torch.arange(grid[axis], dtype=torch.float64), theta)
            shape = [1, 1, 1, size // 2]
            shape[axis] = grid[axis]
            parts.append(torch.polar(torch.ones_like(angle), angle).view(shape).expand(*grid, -1))
        return torch.cat(parts, -1).flatten(0, 2).unsqueeze(1).to(torch.complex64)

    def forward(self, x):
        h = self.patch(x)
        grid = h.shape[2:]
        h = h.flatten(2).transpose(1, 2)
        angle = 500 * torch.exp(-9.2103 * torch.arange(32) / 32)
        e = self.time2(F.silu(self.time1(torch.cat([angle.cos(), angle.sin()])[None, None])))
        six = self.six(F.silu(e)).unflatten(-1, (6, -1)).squeeze(1)
        text = self.text2(F.gelu(self.text1(self.prompt), approximate="tanh"))
        rotation = self.rotation(grid)
        for block in self.blocks:
            h = block(h, six, text, rotation)
        shift, scale = (self.table + e).chunk(2, dim=1)
        h = self.out(F.layer_norm(h, h.shape[-1:], eps=1e-6) * (1 + scale) + shift)
        h = h.view(1, *grid, 1, 2, 2, -1).permute(0, 7, 1, 4, 2, 5, 3, 6)
        return h.flatten(6, 7).flatten(4, 5).flatten(2, 3)


def stepper(network, source, target):
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-4)

    def step():
        optimiser.zero_grad()
        loss = ((network(source) - target).square() + 1e-6).sqrt().mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        return loss.item()

    return step


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("java", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    transformer = Transformer()
    transformer.prompt = torch.randn(1, 16, 64)
    latent = torch.randn(1, 16, 4, 24, 24)
    steps = {
        "convolutions": stepper(Convolutions(), torch.randn(5, 3, 48, 48), torch.randn(5, 3, 192, 192)),
        "transformer": stepper(transformer, latent, torch.randn_like(latent)),
    }
    command = [word for word in arguments.java if word != "--"] + [str(arguments.threads)]
    java = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    for name, step in steps.items():
        ours, theirs = [], []
        for turn in range(arguments.rounds + 1):
            java.stdin.write(f"{name} {arguments.steps}\n")
            java.stdin.flush()
            mine = [float(word) for word in java.stdout.readline().split()]
            other = []
            for _ in range(arguments.steps):
                begin = time.process_time()
                step()
                other.append(time.process_time() - begin)
            if turn > 0:
                ours += mine
                theirs += other
        a, b = statistics.median(ours), statistics.median(theirs)
        print(f"{name}: vsr4j {1e3 * a:.1f} ms, PyTorch {1e3 * b:.1f} ms, ratio {a / b:.3f}", flush=True)
    java.stdin.close()
    java.wait()


if __name__ == "__main__":
    main()
