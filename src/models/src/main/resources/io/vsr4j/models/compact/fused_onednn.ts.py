# Convolutions with what follows them, on x86 processors: oneDNN does both in one pass over the frame.

def conv_relu(self, x: Tensor, filter: Tensor, bias: Tensor) -> Tensor:
  none: List[Optional[number]] = []
  return ops.mkldnn._convolution_pointwise(x, filter, bias, [1, 1], [1, 1], [1, 1], 1, "relu", none, None)

# sum += conv(x, filter) + bias; sum is channels last
def accumulate(self, sum: Tensor, x: Tensor, filter: Tensor, bias: Optional[Tensor], border: int, groups: int) -> None:
  none: List[Optional[number]] = []
  _ = ops.mkldnn._convolution_pointwise_(sum, x, filter, bias, [border, border], [1, 1], [1, 1], groups, "add", None, None, none, None)
