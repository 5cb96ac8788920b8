# Convolutions with what follows them, for every processor and device.

def conv_relu(self, x: Tensor, filter: Tensor, bias: Tensor) -> Tensor:
  return torch.relu_(torch.conv2d(x, filter, bias, [1, 1], [1, 1]))

# sum += conv(x, filter) + bias
def accumulate(self, sum: Tensor, x: Tensor, filter: Tensor, bias: Optional[Tensor], border: int, groups: int) -> None:
  sum.add_(torch.conv2d(x, filter, bias, [1, 1], [border, border], [1, 1], groups))
