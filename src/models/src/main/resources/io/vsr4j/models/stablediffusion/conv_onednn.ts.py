# The one convolution of all blocks, on x86 processors. oneDNN multiplies filters in an order of its own. A filter that
# has it already, as a tensor which only oneDNN can read, is not copied into it at every call; for the widest filters
# that copy takes more time than the convolution, and more memory than all activations.

def conv(self, x: Tensor, w: Dict[str, Tensor], name: str, stride: int, border: int) -> Tensor:
  filter, bias = w[name + ".weight"], w[name + ".bias"]
  if ops.prim.is_mkldnn(filter):
    if ops.prim.requires_grad(x):
      filter = torch.to_dense(filter) # only the common convolution has a gradient
    else:
      none: List[Optional[number]] = []
      return ops.mkldnn._convolution_pointwise(x, filter, bias, [border, border], [stride, stride], [1, 1], 1, "none", none, None)
  return torch.conv2d(x, filter, bias, [stride, stride], [border, border])

# The order depends on how the filter is used: the stride, the border, the size of the picture. Those here give one that
# suits all others; where oneDNN prefers another, it makes it at every call.
def packed(self, filter: Tensor) -> Tensor:
  border = torch.size(filter, 3) >> 1
  picture = [1, torch.size(filter, 1), 64, 64]
  return ops.mkldnn._reorder_convolution_weight(filter, [border, border], [1, 1], [1, 1], 1, picture)
