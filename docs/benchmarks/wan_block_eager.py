"""One block of the Wan transformer in eager PyTorch, step by step as the reference implementation computes it: the
yardstick for the Java one, which starts this script and takes turns with it.

    python3 wan_block_eager.py --serve      runs once for every line on standard input
    python3 wan_block_eager.py              runs a few times

Needs torch only. Weights are random: time and memory do not depend on them. Prints a line a run: milliseconds on the
clock, milliseconds of processor time, most memory held during the run beyond what was held before it in MiB, most memory
held at all in MiB.
"""

import argparse
import resource
import sys
import time

import torch
import torch.nn.functional as F


class Linear:
    def __init__(self, inputs, outputs):
        self.w = torch.randn(outputs, inputs) * inputs**-0.5
        self.b = torch.randn(outputs) * 0.1

    def __call__(self, x):
        return F.linear(x, self.w, self.b)


def turned(x, cos, sin):
    """Rotates pairs of neighbours; x is (B, L, H, D)."""
    even, odd = x.unflatten(-1, (-1, 2)).unbind(-1)
    cos, sin = cos[..., 0::2], sin[..., 1::2]
    y = torch.empty_like(x)
    y[..., 0::2] = even * cos - odd * sin
    y[..., 1::2] = even * sin + odd * cos
    return y.type_as(x)


class Attention:
    def __init__(self, width, heads):
        self.heads = heads
        self.q, self.k, self.v, self.out = (Linear(width, width) for _ in range(4))
        self.norm_q, self.norm_k = torch.rand(width) + 0.5, torch.rand(width) + 0.5

    def __call__(self, x, context, rotation=None):
        q, k, v = self.q(x), self.k(context), self.v(context)
        q = F.rms_norm(q, q.shape[-1:], self.norm_q, 1e-6)
        k = F.rms_norm(k, k.shape[-1:], self.norm_k, 1e-6)
        q, k, v = (t.unflatten(2, (self.heads, -1)) for t in (q, k, v))
        if rotation is not None:
            q, k = turned(q, *rotation), turned(k, *rotation)
        y = F.scaled_dot_product_attention(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2))
        return self.out(y.transpose(1, 2).flatten(2, 3).type_as(q))


class Block:
    def __init__(self, width, heads, feed):
        self.self_attention, self.text_attention = Attention(width, heads), Attention(width, heads)
        self.norm_w, self.norm_b = torch.rand(width) + 0.5, torch.randn(width) * 0.1
        self.up, self.down = Linear(width, feed), Linear(feed, width)
        self.table = torch.randn(1, 6, width) * width**-0.5

    def __call__(self, x, text, time_projection, rotation):
        def norm(t, w=None, b=None):
            return F.layer_norm(t.float(), t.shape[-1:], w, b, 1e-6)

        m = (self.table + time_projection.float()).chunk(6, dim=1)
        h = (norm(x) * (1 + m[1]) + m[0]).type_as(x)
        y = self.self_attention(h, h, rotation)
        x = (x.float() + y * m[2]).type_as(x)
        h = norm(x, self.norm_w, self.norm_b).type_as(x)
        y = self.text_attention(h, text)
        x = x + y
        h = (norm(x) * (1 + m[4]) + m[3]).type_as(x)
        y = self.down(F.gelu(self.up(h), approximate="tanh"))
        return (x.float() + y.float() * m[5]).type_as(x)


def status(key):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(key)) / 1024


def main():
    arguments = argparse.ArgumentParser()
    for name, default in dict(tokens=4680, text=512, width=1536, heads=12, feed=8960, threads=2, runs=5).items():
        arguments.add_argument("--" + name, type=int, default=default)
    arguments.add_argument("--serve", action="store_true")
    a = arguments.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(0)
    block = Block(a.width, a.heads, a.feed)
    x, text = torch.randn(1, a.tokens, a.width), torch.randn(1, a.text, a.width)
    time_projection = torch.randn(1, 6, a.width)
    angle = torch.rand(1, a.tokens, 1, a.width // a.heads)
    rotation = (angle.cos(), angle.sin())
    with torch.no_grad():
        for _ in sys.stdin if a.serve else range(a.runs):
            with open("/proc/self/clear_refs", "w") as reset:
                reset.write("5")
            held, used, begin = status("VmRSS"), resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
            block(x, text, time_projection, rotation)
            wall = (time.perf_counter() - begin) * 1e3
            now = resource.getrusage(resource.RUSAGE_SELF)
            cpu = (now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime) * 1e3
            peak = status("VmHWM")
            print(f"{wall:.0f} {cpu:.0f} {peak - held:.0f} {peak:.0f}", flush=True)


if __name__ == "__main__":
    main()
