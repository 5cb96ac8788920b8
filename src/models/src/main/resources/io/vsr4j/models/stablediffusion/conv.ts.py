# The one convolution of all blocks, on any device.

def conv(self, x: Tensor, w: Dict[str, Tensor], name: str, stride: int, border: int) -> Tensor:
  return torch.conv2d(x, w[name + ".weight"], w[name + ".bias"], [stride, stride], [border, border])
