# A block is applied to all frames at once where a gradient is wanted. Elsewhere frames come one after the other and are
# changed where they are, by convolutions that add into what is there: what is computed on the way stays in the processor's
# cache.

def conv(self, x: Tensor, w: Dict[str, Tensor], name: str) -> Tensor:
  return torch.conv2d(x, w[name + ".weight"], w[name + ".bias"], [1, 1], [1, 1])

# Pictures are of single precision, features of the weights' type.
def first(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  x = torch.contiguous(x.to(w["first.weight"].dtype), memory_format=2)
  return torch.contiguous(self.conv(x, w, "first"), memory_format=2)

def first_of(self, x: Tensor, i: int, w: Dict[str, Tensor]) -> Tensor:
  return self.first(torch.narrow(x, 0, i, 1), w)

def space(self, h: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return torch.add(self.conv(torch.relu_(self.conv(h, w, "conv1")), w, "conv2"), h)

def change_in_space(self, frame: Tensor, w: Dict[str, Tensor]) -> None:
  self.accumulate(frame, self.conv_relu(frame, w["conv1.weight"], w["conv1.bias"]), w["conv2.weight"], w["conv2.bias"], 1, 1)

# A convolution along time is three of 1x1, of what a frame gives to the one after it, to itself and to the one before it: one
# convolution makes all three, so that its gradient is taken once. What lies before the first frame and after the last one
# gives nothing.
def time(self, h: Tensor, w: Dict[str, Tensor], frames: int) -> Tensor:
  n = torch.size(h, 0)
  weight = torch.reshape(torch.permute(w["conv1.weight"], [2, 0, 1]), [-1, torch.size(h, 1), 1, 1])
  first, now, last = torch.chunk(torch.conv2d(h, weight), 3, 1)
  t = torch.reshape(torch.remainder(torch.arange(n, device=h.device), frames), [n, 1, 1, 1])
  nothing = torch.zeros_like(torch.narrow(now, 0, 0, 1))
  before = torch.cat([nothing, torch.narrow(first, 0, 0, n - 1)], 0) * torch.ne(t, 0)
  after = torch.cat([torch.narrow(last, 0, 1, n - 1), nothing], 0) * torch.ne(t, frames - 1)
  bias = torch.reshape(w["conv1.bias"], [1, -1, 1, 1])
  y = torch.relu_(torch.add(torch.add(torch.add(now, bias), before), after))
  return torch.add(torch.conv2d(y, torch.unsqueeze(w["conv2.weight"], 3), w["conv2.bias"]), h)

# Changes a frame by what the one before it has given, and by the one after it; says what it gives to that one. A gift has
# the bias already; the next frame adds what else there is.
def change_in_time(self, frame: Tensor, before: Optional[Tensor], after: Optional[Tensor], w: Dict[str, Tensor]) -> Tensor:
  taps = torch.unsqueeze(torch.unsqueeze(torch.contiguous(torch.permute(w["conv1.weight"], [2, 0, 1])), 3), 4)
  bias = w["conv1.bias"]
  gift = torch.contiguous(torch.conv2d(frame, torch.select(taps, 0, 0), bias), memory_format=2)
  if before is None:
    y = torch.contiguous(torch.conv2d(frame, torch.select(taps, 0, 1), bias), memory_format=2)
  else:
    y = before
    self.accumulate(y, frame, torch.select(taps, 0, 1), None, 0, 1)
  if after is not None:
    self.accumulate(y, after, torch.select(taps, 0, 2), None, 0, 1)
  self.accumulate(frame, torch.relu_(y), torch.unsqueeze(w["conv2.weight"], 3), w["conv2.bias"], 0, 1)
  return gift

# The weights of a 5x5 convolution of which a pixel-shuffle makes the bicubic enlargement (a = -0.75): what becomes of a pixel
# alone in a square of 5x5, at each of its places.
def bicubic_weights(self, x: Tensor, scale: int) -> Tensor:
  alone = torch.reshape(torch.eye(25, device=x.device), [25, 1, 5, 5])
  large = torch.upsample_bicubic2d(alone, [5 * scale, 5 * scale], False, None)
  middle = torch.narrow(torch.narrow(large, 2, 2 * scale, scale), 3, 2 * scale, scale)
  taps = torch.reshape(torch.permute(torch.reshape(middle, [25, scale * scale]), [1, 0]), [scale * scale, 1, 5, 5])
  return torch.repeat(taps, [3, 1, 1, 1]).to(x.dtype)

# Frames with two pixels more on each side, which repeat the edge.
def widened(self, x: Tensor) -> Tensor:
  return torch.contiguous(torch.replication_pad2d(x, [2, 2, 2, 2]), memory_format=2)

# The bicubic enlargement of the frames x, and what is added to it.
def last(self, h: Tensor, x: Tensor, w: Dict[str, Tensor], scale: int) -> Tensor:
  enlarged = torch.conv2d(self.widened(x), self.bicubic_weights(x, scale), None, [1, 1], [0, 0], [1, 1], 3)
  return torch.contiguous(torch.pixel_shuffle(torch.add(self.conv(h, w, "last").to(x.dtype), enlarged), scale))

def results(self, x: Tensor, scale: int) -> Tensor:
  size = [torch.size(x, 0), 3, scale * torch.size(x, 2), scale * torch.size(x, 3)]
  return torch.empty(size, dtype=x.dtype, device=x.device)

# The result of frame i, put into its place.
def finish(self, h: Tensor, x: Tensor, w: Dict[str, Tensor], bicubic: Tensor, scale: int, results: Tensor, i: int) -> None:
  height, width = torch.size(x, 2), torch.size(x, 3)
  frame = torch.narrow(x, 0, i, 1)
  # Two neighbours in a row stay neighbours, so they are moved as one number of 64 bits.
  parts = torch.contiguous(self.conv(h, w, "last").to(x.dtype), memory_format=2)
  self.accumulate(parts, self.widened(frame), bicubic, None, 0, 3)
  pixels = torch.contiguous(torch.permute(parts, [0, 2, 3, 1]))
  rows = torch.view_as_complex(torch.view(pixels, [height, width, 3, scale, scale // 2, 2]))
  to = torch.view_as_complex(torch.view(torch.select(results, 0, i), [3, height, scale, width, scale // 2, 2]))
  for j in range(scale // 2):
    torch.select(to, 4, j).copy_(torch.permute(torch.select(rows, 4, j), [2, 0, 3, 1]))

def halved(self, x: Tensor) -> Tensor:
  return torch.avg_pool2d(x, [2, 2])
