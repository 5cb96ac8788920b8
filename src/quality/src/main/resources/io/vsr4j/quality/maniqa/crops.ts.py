# The size is cut down to whole pixels; places step by the inverse of the scale itself.
def enlarged(self, x: Tensor, scale: float) -> Tensor:
  if scale <= 1.:
    return torch.alias(x)
  return torch.upsample_bilinear2d(x, None, False, [scale, scale])

def crop(self, x: Tensor, row: int, column: int, size: int) -> Tensor:
  return torch.contiguous(torch.narrow(torch.narrow(x, 2, row, size), 3, column, size), memory_format=0)

def normalised(self, x: Tensor) -> Tensor:
  return torch.contiguous((x - 0.5) / 0.5, memory_format=0)
