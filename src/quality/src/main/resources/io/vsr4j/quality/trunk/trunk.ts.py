def conv(self, x: Tensor, w: Dict[str, Tensor], name: str, stride: int, padding: int) -> Tensor:
  return torch.relu_(torch.conv2d(x, w[name + ".weight"], w[name + ".bias"], [stride, stride], [padding, padding]))

def max_2(self, x: Tensor) -> Tensor:
  return torch.max_pool2d(x, [2, 2], [2, 2])

def max_3(self, x: Tensor) -> Tensor:
  return torch.max_pool2d(x, [3, 3], [2, 2])

# Weights 1 2 1 along both axes, zero outside: the mean of 2x2 pixels, twice.
def l2(self, x: Tensor) -> Tensor:
  x = torch.constant_pad_nd(torch.mul(x, x), [1, 1, 1, 1], 0.)
  x = torch.avg_pool2d(torch.avg_pool2d(x, [2, 2], [1, 1]), [2, 2], [2, 2])
  return torch.sqrt_(torch.add_(x, 1e-12))
