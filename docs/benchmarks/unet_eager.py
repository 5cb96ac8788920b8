"""Times the UNet against the same operations in eager PyTorch, turn and turn about, so that both meet the same load.

    ./vsr models > /dev/null          # builds
    python3 docs/benchmarks/unet_eager.py [--size 64] [--threads 2] [--runs 7] [--channels-last] \
        [--java "java -cp src/cli/target/app/lib/* docs/benchmarks/UNetBenchmark.java"]

The network has Stable Diffusion 2.1's layers at the widths of AdcSR (240, 480, 960, 960 and 5, 10, 20, 20 heads), with
time and text, random weights, one latent, float32. The modules here are arranged as diffusers has them: one operation
after the other, activations not in place. Prints medians in milliseconds of wall and of processor time, the megabytes
that a forward needs at its peak above what was resident before, and Java's share of each.
"""

import argparse
import math
import os
import re
import shlex
import statistics
import subprocess
import time

import torch
import torch.nn.functional as F
from torch import nn

WIDTHS, HEADS, LAYERS, TIME, TEXT, GROUPS = (240, 480, 960, 960), (5, 10, 20, 20), 2, 960, 1024, 24


class Resnet(nn.Module):
    def __init__(self, c_in, c_out):
        super().__init__()
        self.norm1, self.conv1 = nn.GroupNorm(GROUPS, c_in, 1e-5), nn.Conv2d(c_in, c_out, 3, padding=1)
        self.time_emb_proj = nn.Linear(TIME, c_out)
        self.norm2, self.conv2 = nn.GroupNorm(GROUPS, c_out, 1e-5), nn.Conv2d(c_out, c_out, 3, padding=1)
        self.conv_shortcut = nn.Conv2d(c_in, c_out, 1) if c_in != c_out else None

    def forward(self, x, temb):
        h = self.norm1(x)
        h = F.silu(h)
        h = self.conv1(h)
        h = h + self.time_emb_proj(F.silu(temb))[:, :, None, None]
        h = self.norm2(h)
        h = F.silu(h)
        h = self.conv2(h)
        if self.conv_shortcut is not None:
            x = self.conv_shortcut(x)
        return x + h


class Attention(nn.Module):
    def __init__(self, width, heads, context):
        super().__init__()
        self.heads = heads
        self.to_q = nn.Linear(width, width, bias=False)
        self.to_k = nn.Linear(context, width, bias=False)
        self.to_v = nn.Linear(context, width, bias=False)
        self.to_out = nn.Linear(width, width)

    def forward(self, x, context):
        n, length, width = x.shape
        q, k, v = self.to_q(x), self.to_k(context), self.to_v(context)
        q, k, v = (t.view(n, -1, self.heads, width // self.heads).transpose(1, 2) for t in (q, k, v))
        x = F.scaled_dot_product_attention(q, k, v)
        return self.to_out(x.transpose(1, 2).reshape(n, length, width))


class Transformer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.norm, self.proj_in = nn.GroupNorm(GROUPS, width, 1e-6), nn.Linear(width, width)
        self.norm1, self.attn1 = nn.LayerNorm(width), Attention(width, heads, width)
        self.norm2, self.attn2 = nn.LayerNorm(width), Attention(width, heads, TEXT)
        self.norm3, self.ff_in, self.ff_out = nn.LayerNorm(width), nn.Linear(width, 8 * width), nn.Linear(4 * width, width)
        self.proj_out = nn.Linear(width, width)

    def forward(self, x, text):
        n, c, height, width = x.shape
        residual = x
        x = self.norm(x)
        x = x.permute(0, 2, 3, 1).reshape(n, height * width, c)
        x = self.proj_in(x)
        y = self.norm1(x)
        x = self.attn1(y, y) + x
        y = self.norm2(x)
        x = self.attn2(y, text) + x
        y = self.norm3(x)
        value, gate = self.ff_in(y).chunk(2, dim=-1)
        y = value * F.gelu(gate)
        x = self.ff_out(y) + x
        x = self.proj_out(x)
        x = x.reshape(n, height, width, c).permute(0, 3, 1, 2).contiguous()
        return x + residual


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv_in = nn.Conv2d(4, WIDTHS[0], 3, padding=1)
        self.linear_1, self.linear_2 = nn.Linear(WIDTHS[0], TIME), nn.Linear(TIME, TIME)
        self.down, self.up = nn.ModuleList(), nn.ModuleList()
        skips, width = [WIDTHS[0]], WIDTHS[0]
        for i, out in enumerate(WIDTHS):
            stage = nn.ModuleDict({"resnets": nn.ModuleList(), "attentions": nn.ModuleList()})
            for _ in range(LAYERS):
                stage["resnets"].append(Resnet(width, out))
                if i < 3:
                    stage["attentions"].append(Transformer(out, HEADS[i]))
                width = out
                skips.append(width)
            if i < 3:
                stage["resample"] = nn.Conv2d(width, width, 3, stride=2, padding=1)
                skips.append(width)
            self.down.append(stage)
        self.mid = nn.ModuleList([Resnet(width, width), Transformer(width, HEADS[3]), Resnet(width, width)])
        for i, out in reversed(list(enumerate(WIDTHS))):
            stage = nn.ModuleDict({"resnets": nn.ModuleList(), "attentions": nn.ModuleList()})
            for _ in range(LAYERS + 1):
                stage["resnets"].append(Resnet(width + skips.pop(), out))
                if i < 3:
                    stage["attentions"].append(Transformer(out, HEADS[i]))
                width = out
            if i > 0:
                stage["resample"] = nn.Conv2d(width, width, 3, padding=1)
            self.up.append(stage)
        self.norm_out, self.conv_out = nn.GroupNorm(GROUPS, width, 1e-5), nn.Conv2d(width, 4, 3, padding=1)

    def forward(self, x, timestep, text):
        half = WIDTHS[0] // 2
        angle = timestep[:, None].float() * torch.exp(-math.log(10000) * torch.arange(half) / half)
        temb = self.linear_2(F.silu(self.linear_1(torch.cat([angle.cos(), angle.sin()], 1))))
        x = self.conv_in(x)
        skips = [x]
        for stage in self.down:
            for j, resnet in enumerate(stage["resnets"]):
                x = resnet(x, temb)
                if stage["attentions"]:
                    x = stage["attentions"][j](x, text)
                skips.append(x)
            if "resample" in stage:
                x = stage["resample"](x)
                skips.append(x)
        x = self.mid[2](self.mid[1](self.mid[0](x, temb), text), temb)
        for stage in self.up:
            for j, resnet in enumerate(stage["resnets"]):
                x = resnet(torch.cat([x, skips.pop()], 1), temb)
                if stage["attentions"]:
                    x = stage["attentions"][j](x, text)
            if "resample" in stage:
                x = F.interpolate(x, scale_factor=2.0, mode="nearest")
                x = stage["resample"](x)
        return self.conv_out(F.silu(self.norm_out(x)))


def status(key):
    with open("/proc/self/status") as lines:
        return next(int(re.sub(r"\D", "", line)) for line in lines if line.startswith(key)) / 1024


def measure(step):
    with open("/proc/self/clear_refs", "w") as peak:
        peak.write("5")  # the peak starts anew
    resident, processor, begin = status("VmRSS"), time.process_time(), time.perf_counter()
    step()
    wall = time.perf_counter() - begin
    return wall * 1e3, (time.process_time() - processor) * 1e3, status("VmHWM") - resident, status("VmHWM")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--size", type=int, default=64)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--channels-last", action="store_true")
    options.add_argument("--java", default="java -cp src/cli/target/app/lib/* docs/benchmarks/UNetBenchmark.java")
    a = options.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(0)
    with torch.no_grad():
        unet = UNet().eval()
        x, t, text = torch.randn(1, 4, a.size, a.size), torch.tensor([499]), torch.randn(1, 77, TEXT)
        if a.channels_last:
            unet, x = unet.to(memory_format=torch.channels_last), x.contiguous(memory_format=torch.channels_last)
        java = subprocess.Popen(
            shlex.split(a.java) + [str(a.size)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=dict(os.environ, DJL_OFFLINE="true", OPT_OUT_TRACKING="true",
                     JAVA_TOOL_OPTIONS=f"-Dai.djl.pytorch.num_threads={a.threads}"),
        )
        while java.stdout.readline().strip() != "ready":
            pass
        python_runs, java_runs = [], []
        for _ in range(a.runs + 1):
            python_runs.append(measure(lambda: unet(x, t, text)))
            java.stdin.write("\n")
            java.stdin.flush()
            java_runs.append(tuple(map(float, java.stdout.readline().split())))
        java.stdin.close()
    print(f"{'':24}{'java':>10}{'python':>10}{'ratio':>8}")
    for i, name in enumerate(("wall ms", "processor ms", "peak above resident MB", "peak resident MB")):
        ours, theirs = (statistics.median(run[i] for run in runs[1:]) for runs in (java_runs, python_runs))
        print(f"{name:24}{ours:10.0f}{theirs:10.0f}{ours / theirs:8.2f}")


if __name__ == "__main__":
    main()
