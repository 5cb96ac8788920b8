# The operations of class Torch, in TorchScript. Data types are PyTorch's numbers: 0 uint8, 3 int32, 6 float32.

def dtype(self, x: Tensor) -> int:
  return ops.prim.dtype(x)

def alias(self, x: Tensor) -> Tensor:
  return torch.alias(x)

def same_memory(self, x: Tensor, y: Tensor) -> bool:
  return torch.is_set_to(x, y)

def to(self, x: Tensor, dtype: int) -> Tensor:
  return torch.to(x, dtype)

def copy_to(self, x: Tensor, like: Tensor) -> Tensor:
  return torch.to(x, ops.prim.device(like), ops.prim.dtype(x), False, True)

def contiguous(self, x: Tensor, memory_format: int) -> Tensor:
  return torch.contiguous(x, memory_format=memory_format)

def copy_into(self, target: Tensor, x: Tensor) -> None:
  _ = torch.copy_(target, x)

def from_file(self, path: str, count: int, dtype: int) -> Tensor:
  return torch.from_file(path, False, count, dtype=dtype)

def view(self, x: Tensor, start: int, count: int, shape: List[int]) -> Tensor:
  return torch.view(torch.narrow(x, 0, start, count), shape)

def empty(self, shape: List[int], dtype: int) -> Tensor:
  return torch.empty(shape, dtype=dtype)

def gather(self, x: Tensor, start: int, shape: List[int], strides: List[int]) -> Tensor:
  return torch.clone(torch.as_strided(x, shape, strides, start), memory_format=0)

def copy_bytes(self, target: Tensor, x: Tensor, start: int, strides: List[int]) -> None:
  width = torch.size(target, -1)
  steps = [1]
  for i in range(len(strides)):
    steps = [strides[-1 - i] * width] + steps
  _ = torch.copy_(target, torch.as_strided(x, torch.size(target), steps, start))

def add_products(self, x: Tensor, b: List[Tensor], a: List[Tensor], scale: List[float], elements: int) -> Tensor:
  result = torch.clone(x, memory_format=0)
  rows = torch.size(result, 0)
  matrix = torch.view(result, [rows, torch.size(a[0], 1)])
  step = max(1, elements // max(1, torch.size(a[0], 1)))
  for i in range((rows + step - 1) // step):
    first = i * step
    count = min(step, rows - first)
    part = torch.narrow(matrix, 0, first, count)
    sum = torch.to(part, 6)
    for k in range(len(a)):
      sum = torch.add(sum, torch.mul(torch.matmul(torch.narrow(b[k], 0, first, count), a[k]), scale[k]))
    _ = torch.copy_(part, sum)
  return result

def conv1d(self, x: Tensor, w: Tensor, b: Optional[Tensor], stride: List[int], padding: List[int], dilation: List[int], groups: int) -> Tensor:
  return torch.conv1d(x, w, b, stride, padding, dilation, groups)

def conv2d(self, x: Tensor, w: Tensor, b: Optional[Tensor], stride: List[int], padding: List[int], dilation: List[int], groups: int) -> Tensor:
  return torch.conv2d(x, w, b, stride, padding, dilation, groups)

def conv3d(self, x: Tensor, w: Tensor, b: Optional[Tensor], stride: List[int], padding: List[int], dilation: List[int], groups: int) -> Tensor:
  return torch.conv3d(x, w, b, stride, padding, dilation, groups)

def conv_transpose2d(self, x: Tensor, w: Tensor, b: Optional[Tensor], stride: List[int], padding: List[int], output_padding: List[int]) -> Tensor:
  return torch.conv_transpose2d(x, w, b, stride, padding, output_padding, 1, [1, 1])

def linear(self, x: Tensor, w: Tensor, b: Optional[Tensor]) -> Tensor:
  return torch.linear(x, w, b)

def attention(self, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor], causal: bool, scale: float) -> Tensor:
  return torch.scaled_dot_product_attention(q, k, v, mask, 0., causal, scale=scale)

def group_norm(self, x: Tensor, groups: int, w: Optional[Tensor], b: Optional[Tensor], eps: float) -> Tensor:
  return torch.group_norm(x, groups, w, b, eps)

def group_norm_silu(self, x: Tensor, groups: int, w: Optional[Tensor], b: Optional[Tensor], eps: float) -> Tensor:
  return torch.silu(torch.group_norm(x, groups, w, b, eps))

def layer_norm(self, x: Tensor, w: Optional[Tensor], b: Optional[Tensor], eps: float) -> Tensor:
  return torch.layer_norm(x, [torch.size(x, -1)], w, b, eps)

def rms_norm(self, x: Tensor, w: Optional[Tensor], eps: float) -> Tensor:
  return torch.rms_norm(x, [torch.size(x, -1)], w, eps)

def silu(self, x: Tensor) -> Tensor:
  return torch.silu(x)

def softplus(self, x: Tensor) -> Tensor:
  return torch.softplus(x)

def gelu_tanh(self, x: Tensor) -> Tensor:
  return torch.gelu(x, approximate="tanh")

def softmax(self, x: Tensor, axis: int) -> Tensor:
  return torch.softmax(x, axis)

def mean(self, x: Tensor, axes: List[int], keep: bool) -> Tensor:
  return torch.mean(x, axes, keep)

def scale(self, x: Tensor, factor: float) -> Tensor:
  return torch.mul(x, factor)

def divide(self, x: Tensor, divisor: float) -> Tensor:
  return torch.div(x, divisor)

def clamp(self, x: Tensor, low: float, high: float) -> Tensor:
  return torch.clamp(x, low, high)

def pad(self, x: Tensor, widths: List[int], mode: str) -> Tensor:
  return torch.pad(x, widths, mode)

def nearest(self, x: Tensor, size: List[int]) -> Tensor:
  return torch.upsample_nearest2d(x, size)

def bilinear(self, x: Tensor, size: List[int], align_corners: bool) -> Tensor:
  return torch.upsample_bilinear2d(x, size, align_corners)

def bicubic(self, x: Tensor, size: List[int], align_corners: bool) -> Tensor:
  return torch.upsample_bicubic2d(x, size, align_corners)

def bicubic_step(self, x: Tensor, size: List[int], scale: float) -> Tensor:
  return torch.upsample_bicubic2d(x, size, False, scale, scale)

def bicubic_antialias(self, x: Tensor, size: List[int]) -> Tensor:
  return torch._upsample_bicubic2d_aa(x, size, False)

def bilinear_antialias(self, x: Tensor, size: List[int]) -> Tensor:
  return torch._upsample_bilinear2d_aa(x, size, False)

def pixel_shuffle(self, x: Tensor, factor: int) -> Tensor:
  return torch.pixel_shuffle(x, factor)

def pixel_unshuffle(self, x: Tensor, factor: int) -> Tensor:
  return torch.pixel_unshuffle(x, factor)

def grid_sample(self, x: Tensor, grid: Tensor, mode: int, padding: int, align_corners: bool) -> Tensor:
  return torch.grid_sampler(x, grid, mode, padding, align_corners)

def flow_warp(self, x: Tensor, flow: Tensor, mode: int, padding: int, align_corners: bool) -> Tensor:
  h = torch.size(x, 2)
  w = torch.size(x, 3)
  column = torch.add(torch.arange(w, dtype=6, device=ops.prim.device(flow)), torch.select(flow, 3, 0))
  row = torch.add(torch.reshape(torch.arange(h, dtype=6, device=ops.prim.device(flow)), [h, 1]), torch.select(flow, 3, 1))
  column = torch.sub(torch.div(torch.mul(column, 2.0), float(max(w - 1, 1))), 1.0)
  row = torch.sub(torch.div(torch.mul(row, 2.0), float(max(h - 1, 1))), 1.0)
  return torch.grid_sampler(x, torch.stack([column, row], 3), mode, padding, align_corners)
