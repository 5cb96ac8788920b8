"""Lets PyTorch count the multiplications of diffusers' classes: the numbers that PyramidTest, WanVaeCostTest and
WanTransformerCostTest expect.

Nothing is allocated: everything is on the device "meta". Needs torch and diffusers.
"""
import json
import pathlib

import torch
from diffusers import AutoencoderKL, AutoencoderKLWan, UNet2DConditionModel, WanTransformer3DModel
from torch.utils.flop_counter import FlopCounterMode

CONFIGS = pathlib.Path(__file__).parents[2] / "src/models/src/main/resources/io/vsr4j/models/published"


def network(kind, name):
    config = json.loads((CONFIGS / f"{name}.json").read_text())
    return kind(**{key: value for key, value in config.items() if not key.startswith("_")})


def empty(*shape):
    return torch.empty(*shape, device="meta")


def count(what, run):
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        run()
    print(what, counter.get_total_flops() // 2, flush=True)


with torch.device("meta"):
    time = torch.tensor([1])
    unet = network(UNet2DConditionModel, "sd21-unet")
    for height, width in (90, 160), (64, 64):
        latent = empty(1, 4, height, width)
        count(f"sd21-unet {height}x{width}", lambda: unet(latent, time, empty(1, 77, 1024)))
    vae = network(AutoencoderKL, "sd21-vae")
    count("sd21-vae encoder 720x1280", lambda: vae.encode(empty(1, 3, 720, 1280)))
    count("sd21-vae decoder 720x1280", lambda: vae.decode(empty(1, 4, 90, 160)))

    for name, channels, frames, rows, columns in (
        ("wan21", 16, 9, 45, 80),
        ("wan22", 48, 10, 22, 40),
        ("wan22", 48, 10, 16, 16),
    ):
        transformer = network(WanTransformer3DModel, f"{name}-transformer")
        latent = empty(1, channels, frames, 2 * rows, 2 * columns)
        count(
            f"{name}-transformer {frames * rows * columns} tokens",
            lambda: transformer(latent, time, empty(1, 512, 4096)),
        )

    for name, channels, side, frames, height, width in (
        ("wan21", 16, 8, 33, 720, 1280),
        ("wan21", 16, 8, 9, 64, 96),
        ("wan22", 48, 16, 37, 704, 1280),
        ("wan22", 48, 16, 37, 512, 512),
    ):
        vae = network(AutoencoderKLWan, f"{name}-vae")
        latent = empty(1, channels, 1 + (frames - 1) // 4, height // side, width // side)
        count(f"{name}-vae encoder {frames}x{height}x{width}", lambda: vae.encode(empty(1, 3, frames, height, width)))
        count(f"{name}-vae decoder {frames}x{height}x{width}", lambda: vae.decode(latent))
