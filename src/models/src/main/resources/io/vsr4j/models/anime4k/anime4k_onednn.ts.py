# The same network, arranged for the CPU: oneDNN's convolutions on channels-last frames.
#
# relu(-t) = relu(t) - t, so a layer's input, relu(t) beside relu(-t), is a linear function of t and p = relu(t):
#   A relu(t) + B relu(-t) = (A + B) p - B t.
# Two convolutions that add into one buffer do the work of one over both halves, and no halves are ever negated or
# joined; likewise the last 1x1 convolution adds into its result layer by layer, so no feature is kept. Bilinear
# enlargement by 2 is itself a 3x3 convolution on a frame with repeated edges, which starts that result.

# For each of layers 1 to 6: -B, A + B and the bias; the first layer as it is.
def pack_layers(self, w: List[Tensor]) -> List[Tensor]:
  packed = torch.list([torch.contiguous(w[0], memory_format=2), w[1]])
  for i in range(1, 7):
    a = torch.narrow(w[2 * i], 1, 0, 12)
    b = torch.narrow(w[2 * i], 1, 12, 12)
    _ = torch.append(packed, torch.contiguous(torch.neg(b), memory_format=2))
    _ = torch.append(packed, torch.contiguous(a + b, memory_format=2))
    _ = torch.append(packed, w[2 * i + 1])
  return packed

# The enlargement and its bias, then for each of the five features -B and A + B; the 12 outputs in the given order.
def pack_last(self, w: List[Tensor], enlargement: Tensor, order: Tensor) -> List[Tensor]:
  packed = torch.list([torch.contiguous(torch.index_select(enlargement, 0, order), memory_format=2)])
  _ = torch.append(packed, torch.index_select(w[15], 0, order))
  last = torch.index_select(w[14], 0, order)
  for i in range(5):
    a = torch.narrow(last, 1, 24 * i, 12)
    b = torch.narrow(last, 1, 24 * i + 12, 12)
    _ = torch.append(packed, torch.contiguous(torch.neg(b), memory_format=2))
    _ = torch.append(packed, torch.contiguous(a + b, memory_format=2))
  return packed

# sum += conv(x, w) + b
def accumulate(self, sum: Tensor, x: Tensor, w: Tensor, b: Optional[Tensor], pad: int) -> Tensor:
  none: List[Optional[number]] = []
  return ops.mkldnn._convolution_pointwise_(sum, x, w, b, [pad, pad], [1, 1], [1, 1], 1, "add", None, None, none, None)

# x [1, 3, H, W] channels last -> [1, H, W, 12]: the 2x2 pixels that each pixel becomes.
def net(self, x: Tensor, layers: List[Tensor], last: List[Tensor]) -> Tensor:
  t = torch.conv2d(x, layers[0], layers[1], [1, 1], [1, 1])
  p = torch.relu(t)
  r = torch.conv2d(torch.pad(x, [1, 1, 1, 1], "replicate"), last[0], last[1])
  next = torch.empty_like(t)
  for i in range(6):
    _ = torch.zero_(next)
    _ = self.accumulate(next, t, layers[3 * i + 2], layers[3 * i + 4], 1)
    _ = self.accumulate(next, p, layers[3 * i + 3], None, 1)
    free = t
    t = next
    next = free
    _ = torch.clamp_min(t, 0, out=p)
    if i > 0:
      _ = self.accumulate(r, t, last[2 * i], None, 0)
      _ = self.accumulate(r, p, last[2 * i + 1], None, 0)
  return torch.permute(r, [0, 2, 3, 1])

# x [T, 3, H, W]. The outputs of "inner" are in the order (row, column, colour), so that the shuffled frame is channels
# last; those of "outer" in the order (colour, row, column), for a planar result.
def enlarge(self, x: Tensor, layers: List[Tensor], inner: List[Tensor], outer: List[Tensor], times: int) -> Tensor:
  count, h, w = torch.size(x, 0), torch.size(x, 2), torch.size(x, 3)
  result = torch.new_empty(x, [count, 3, h * times, 2, w * times, 2])
  for f in range(count):
    y = torch.narrow(x, 0, f, 1)
    # Copied even where strides already fit, as with one pixel or one row: there they say nothing of the layout.
    y = torch.permute(torch.clone(torch.permute(y, [0, 2, 3, 1]), memory_format=0), [0, 3, 1, 2])
    if times == 2:
      # Not limited to 0..1 in between: overshoot at edges is information for the second pass, and limiting it
      # loses a thousandth of a decibel on real frames.
      pixels = torch.reshape(self.net(y, layers, inner), [h, w, 2, 6])
      y = torch.reshape(torch.permute(pixels, [0, 2, 1, 3]), [1, 2 * h, 2 * w, 3])
      y = torch.permute(y, [0, 3, 1, 2])
    pixels = torch.reshape(self.net(y, layers, outer), [h * times, w * times, 3, 2, 2])
    _ = torch.copy_(torch.select(result, 0, f), torch.permute(pixels, [2, 0, 3, 1, 4]))
  return torch.reshape(result, [count, 3, 2 * h * times, 2 * w * times])
