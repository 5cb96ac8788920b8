# The hot parts of the Wan video autoencoders. Videos are [N, C, T, H, W]; w are the parameters of the calling block.
#
# A method that carries something from one group of frames to the next takes it after x, as None before the first group,
# and returns it anew after its result.

# RMS norm over the channels, in single precision whatever x is. On processors a sum goes over whole planes, while a norm
# is one call for each pixel; but a sum of what is in half precision would need all of it in single precision first.
def normed(self, x: Tensor, gamma: Tensor) -> Tensor:
  if ops.prim.dtype(x) == 6:
    length = torch.sqrt(torch.clamp_min(torch.sum(torch.mul(x, x), [1], True), 1e-24))
  else:
    length = torch.clamp_min(torch.linalg_vector_norm(x, 2, [1], True, dtype=6), 1e-12)
  return torch.mul_(torch.div(x, length), torch.mul(gamma, torch.size(x, 1) ** 0.5))

def normed_silu(self, x: Tensor, gamma: Tensor) -> Tensor:
  return torch.to(torch.silu_(self.normed(x, gamma)), ops.prim.dtype(x))

# Convolution that sees the frame itself and the two before it: those of the past, or zeros before the first frame.
def causal(self, x: Tensor, past: Optional[Tensor], weight: Tensor, bias: Tensor) -> Tuple[Tensor, Tensor]:
  taps = weight
  if past is None:
    seen = torch.cat([torch.zeros_like(torch.narrow(x, 2, 0, 1)), x], 2)
    if torch.size(x, 2) == 1:
      # The first two of the three taps would only meet zeros.
      taps = torch.narrow(weight, 2, 2, 1)
      inputs = x
    else:
      inputs = torch.cat([torch.zeros_like(torch.narrow(x, 2, 0, 1)), seen], 2)
  else:
    seen = torch.cat([past, x], 2)
    inputs = seen
  border = [0, torch.size(weight, 3) // 2, torch.size(weight, 4) // 2]
  # A copy, for a view would keep all frames alive.
  last = torch.clone(torch.narrow(seen, 2, torch.size(seen, 2) - 2, 2))
  return torch.conv3d(inputs, taps, bias, [1, 1, 1], border), last

# A convolution of each frame by itself.
def spatial(self, x: Tensor, weight: Tensor, bias: Tensor, stride: int, border: int) -> Tensor:
  return torch.conv3d(x, torch.unsqueeze(weight, 2), bias, [1, stride, stride], [0, border, border])

def pointwise(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return torch.conv3d(x, w["weight"], w["bias"])

def enter(self, x: Tensor, past: Optional[Tensor], conv: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
  y, last = self.causal(x, past, conv["weight"], conv["bias"])
  return y, last

def leave(self, x: Tensor, past: Optional[Tensor], norm: Dict[str, Tensor], conv: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
  y, last = self.causal(self.normed_silu(x, norm["gamma"]), past, conv["weight"], conv["bias"])
  return y, last

def residual(self, x: Tensor, past1: Optional[Tensor], past2: Optional[Tensor], w: Dict[str, Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
  h, last1 = self.causal(self.normed_silu(x, w["norm1.gamma"]), past1, w["conv1.weight"], w["conv1.bias"])
  h, last2 = self.causal(self.normed_silu(h, w["norm2.gamma"]), past2, w["conv2.weight"], w["conv2.bias"])
  if torch.__contains__(w, "conv_shortcut.weight"):
    y = torch.add_(h, torch.conv3d(x, w["conv_shortcut.weight"], w["conv_shortcut.bias"]))
  else:
    y = torch.add_(h, x)
  return y, last1, last2

# Every pixel of a frame looks at all pixels of that frame, with one head.
def attention(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  n, c, t, h, width = torch.size(x, 0), torch.size(x, 1), torch.size(x, 2), torch.size(x, 3), torch.size(x, 4)
  frames = torch.reshape(torch.transpose(x, 1, 2), [n * t, c, h, width])
  normed = torch.to(self.normed(frames, w["norm.gamma"]), ops.prim.dtype(x))
  qkv = torch.conv2d(normed, w["to_qkv.weight"], w["to_qkv.bias"])
  tokens = torch.contiguous(torch.transpose(torch.reshape(qkv, [n * t, 1, 3 * c, h * width]), 2, 3))
  q, k, v = torch.narrow(tokens, 3, 0, c), torch.narrow(tokens, 3, c, c), torch.narrow(tokens, 3, 2 * c, c)
  seen = torch.scaled_dot_product_attention(q, k, v)
  seen = torch.reshape(torch.transpose(seen, 2, 3), [n * t, c, h, width])
  y = torch.reshape(torch.conv2d(seen, w["proj.weight"], w["proj.bias"]), [n, t, c, h, width])
  return x + torch.transpose(y, 1, 2)

# Half the height and width.
def down(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return self.spatial(torch.constant_pad_nd(x, [0, 1, 0, 1]), w["resample.1.weight"], w["resample.1.bias"], 2, 0)

# Half as many frames, after the first.
def slower(self, x: Tensor, past: Optional[Tensor], w: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
  last = torch.clone(torch.narrow(x, 2, torch.size(x, 2) - 1, 1))
  if past is None:
    y = x
  else:
    y = torch.conv3d(torch.cat([past, x], 2), w["time_conv.weight"], w["time_conv.bias"], [2, 1, 1])
  return y, last

# Twice as many frames.
def faster(self, x: Tensor, past: Optional[Tensor], w: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
  n, c, t, h, width = torch.size(x, 0), torch.size(x, 1), torch.size(x, 2), torch.size(x, 3), torch.size(x, 4)
  pairs, last = self.causal(x, past, w["time_conv.weight"], w["time_conv.bias"])
  pairs = torch.permute(torch.reshape(pairs, [n, 2, c, t, h, width]), [0, 2, 3, 1, 4, 5])
  return torch.reshape(pairs, [n, c, 2 * t, h, width]), last

# Twice the height and width.
def up(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  large = torch.upsample_nearest3d(x, [torch.size(x, 2), 2 * torch.size(x, 3), 2 * torch.size(x, 4)])
  return self.spatial(large, w["resample.1.weight"], w["resample.1.bias"], 1, 1)

# y plus x made smaller without parameters: boxes of pixels become channels, of which groups are averaged.
def add_averages(self, y: Tensor, x: Tensor, time: int, space: int) -> Tensor:
  short = (time - torch.size(x, 2) % time) % time
  x = torch.constant_pad_nd(x, [0, 0, 0, 0, short, 0])
  n, c, t, h, width = torch.size(x, 0), torch.size(x, 1), torch.size(y, 2), torch.size(y, 3), torch.size(y, 4)
  boxes = torch.reshape(x, [n, c, t, time, h, space, width, space])
  boxes = torch.permute(boxes, [0, 1, 3, 5, 7, 2, 4, 6])
  means = torch.mean(torch.reshape(boxes, [n, torch.size(y, 1), -1, t, h, width]), [2])
  return torch.add_(y, means)

# y plus x made larger without parameters: channels are repeated, then become boxes of pixels, the last frames of which
# are those of y.
def add_copies(self, y: Tensor, x: Tensor, time: int, space: int) -> Tensor:
  n, c, t, h, width = torch.size(x, 0), torch.size(y, 1), torch.size(x, 2), torch.size(x, 3), torch.size(x, 4)
  repeats = c * time * space * space // torch.size(x, 1)
  boxes = torch.reshape(torch.repeat_interleave(x, repeats, 1), [n, c, time, space, space, t, h, width])
  boxes = torch.permute(boxes, [0, 1, 5, 2, 6, 3, 7, 4])
  copies = torch.reshape(boxes, [n, c, t * time, h * space, width * space])
  return torch.add_(y, torch.narrow(copies, 2, t * time - torch.size(y, 2), torch.size(y, 2)))

# Squares of pixels become channels: of a colour, the columns of the square one after the other.
def patchify(self, x: Tensor, patch: int) -> Tensor:
  n, c, t, h, width = torch.size(x, 0), torch.size(x, 1), torch.size(x, 2), torch.size(x, 3) // patch, torch.size(x, 4) // patch
  squares = torch.permute(torch.reshape(x, [n, c, t, h, patch, width, patch]), [0, 1, 6, 4, 2, 3, 5])
  return torch.reshape(squares, [n, c * patch * patch, t, h, width])

# The inverse, with colours limited to their range.
def finish(self, x: Tensor, patch: int) -> Tensor:
  n, c, t, h, width = torch.size(x, 0), torch.size(x, 1) // (patch * patch), torch.size(x, 2), torch.size(x, 3), torch.size(x, 4)
  squares = torch.permute(torch.reshape(x, [n, c, patch, patch, t, h, width]), [0, 1, 4, 5, 3, 6, 2])
  return torch.clamp(torch.reshape(squares, [n, c, t, h * patch, width * patch]), -1.0, 1.0)

# Each channel minus its mean, divided by its standard deviation; and back.
def normalise(self, z: Tensor, mean: List[float], std: List[float]) -> Tensor:
  shape = [1, -1, 1, 1, 1]
  m = torch.reshape(torch.tensor(mean, dtype=6, device=ops.prim.device(z)), shape)
  s = torch.reshape(torch.tensor(std, dtype=6, device=ops.prim.device(z)), shape)
  return torch.to((z - m) / s, ops.prim.dtype(z))

def denormalise(self, z: Tensor, mean: List[float], std: List[float]) -> Tensor:
  shape = [1, -1, 1, 1, 1]
  m = torch.reshape(torch.tensor(mean, dtype=6, device=ops.prim.device(z)), shape)
  s = torch.reshape(torch.tensor(std, dtype=6, device=ops.prim.device(z)), shape)
  return torch.to(z * s + m, ops.prim.dtype(z))

def join(self, parts: List[Tensor], axis: int) -> Tensor:
  return torch.cat(parts, axis)

def cut(self, x: Tensor, axis: int, start: int, length: int) -> Tensor:
  return torch.narrow(x, axis, start, length)

# Fades from a into b, over the end of a and the start of b, which show the same place.
def fade(self, a: Tensor, b: Tensor, axis: int, overlap: int) -> Tensor:
  extent = min(overlap, min(torch.size(a, axis), torch.size(b, axis)))
  ends = torch.size(a, axis)
  shape = [1, 1, 1, 1, 1]
  shape[axis] = extent
  share = torch.div(torch.reshape(torch.arange(extent, dtype=6, device=ops.prim.device(b)), shape), float(extent))
  share = torch.to(share, ops.prim.dtype(b))
  before = torch.narrow(a, axis, ends - extent, extent)
  after = torch.narrow(b, axis, 0, extent)
  rest = torch.narrow(b, axis, extent, torch.size(b, axis) - extent)
  return torch.cat([torch.lerp(before, after, share), rest], axis)
