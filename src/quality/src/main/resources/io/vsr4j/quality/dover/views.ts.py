# Frames are [T, 3, H, W], whole numbers from 0 to 255 in floating point.

# Where the view is larger than the frames they are enlarged by scale, and then cut down to whole numbers, not rounded.
def fragments(self, x: Tensor, scale: float, tops: List[int], lefts: List[int], columns: int, size: int) -> Tensor:
  if scale > 1.:
    x = torch.floor(torch.upsample_bilinear2d(x / 255., None, False, [scale, scale]) * 255.)
  rows = annotate(List[Tensor], [])
  for i in range(len(tops) // columns):
    cells = annotate(List[Tensor], [])
    for j in range(columns):
      k = i * columns + j
      _ = torch.append(cells, torch.narrow(torch.narrow(x, 2, tops[k], size), 3, lefts[k], size))
    _0 = torch.append(rows, torch.cat(cells, 3))
  return torch.cat(rows, 2)

def whole(self, x: Tensor) -> Tensor:
  return torch.clamp(torch.round(x), 0., 255.)

def pixels(self, x: Tensor) -> Tensor:
  return self.whole(x * 255.)

# Mean and deviation of the colours in the photographs that the networks were trained on. Data type 6: float32.
def normalised(self, x: Tensor, mean: List[float], std: List[float]) -> Tensor:
  colours = annotate(List[Tensor], [])
  for c in range(3):
    _ = torch.append(colours, (torch.to(torch.narrow(x, 1, c, 1), 6) - mean[c]) / std[c])
  return torch.cat(colours, 1)

def clip(self, first: Tensor, others: List[Tensor], mean: List[float], std: List[float]) -> Tensor:
  return self.normalised(torch.stack([first] + others, 2), mean, std)
