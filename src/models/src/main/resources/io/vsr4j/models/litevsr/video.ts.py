# Between frames (T, 3, H, W), 0 to 1, and what the video autoencoder takes and gives, (1, 3, T, H, W), -1 to 1.

# A group of frames enlarged by a factor. The cubic kernel overshoots; a picture does not.
def enter(self, frames: Tensor, start: int, count: int, factor: int, dtype: int) -> Tensor:
  x = torch.contiguous(torch.narrow(frames, 0, start, count), memory_format=0)
  size = [torch.size(x, 2) * factor, torch.size(x, 3) * factor]
  x = torch.clamp(torch.upsample_bicubic2d(x, size, False, float(factor), float(factor)), 0., 1.)
  x = torch.contiguous(torch.unsqueeze(torch.transpose(x, 0, 1), 0), memory_format=0)
  return torch.to(torch.sub_(torch.mul_(x, 2), 1), dtype)

# A copy in float32.
def exact(self, mean: Tensor) -> Tensor:
  return torch.to(mean, 6, copy=True)

# Decoded frames, written to their place in the result.
def leave(self, result: Tensor, video: Tensor, start: int) -> None:
  x = torch.transpose(torch.to(torch.select(video, 0, 0), 6), 0, 1)
  place = torch.narrow(result, 0, start, torch.size(x, 0))
  _ = torch.copy_(place, torch.div(torch.add(x, 1), 2))

# Latent frames (1, C, 1, Y, X) one after the other.
def join(self, frames: List[Tensor]) -> Tensor:
  return torch.cat(frames, 2)

def latent_frame(self, latents: Tensor, at: int, dtype: int) -> Tensor:
  return torch.to(torch.contiguous(torch.narrow(latents, 2, at, 1), memory_format=0), dtype)
