# Frames from 0 to 1 as the network takes them: from -1 to 1, in its type, row by row whatever they came as.
def symmetric(self, frames: Tensor, dtype: int) -> Tensor:
  return torch.to(torch.sub(torch.mul(torch.contiguous(frames, memory_format=0), 2), 1), dtype)

def frame(self, x: Tensor, t: int) -> Tensor:
  return torch.narrow(x, 0, t, 1)

# A picture of the network's becomes frame t, from 0 to 1.
def put(self, frames: Tensor, t: int, picture: Tensor) -> None:
  _ = torch.copy_(torch.narrow(frames, 0, t, 1), torch.add(torch.mul(torch.to(picture, 6), 0.5), 0.5))
