# Bytes of a picture to R'G'B' and back. Planes lie one after another without padding.

# Samples of the picture as floating-point numbers; two bytes a sample, little endian, where `wide`.
def samples(self, data: Tensor, start: int, count: int, wide: bool) -> Tensor:
  if wide:
    pairs = torch.view(torch.narrow(data, 0, 2 * start, 2 * count), [count, 2])
    return torch.to(torch.select(pairs, 1, 0), 6) + torch.to(torch.select(pairs, 1, 1), 6) * 256.
  return torch.to(torch.narrow(data, 0, start, count), 6)

# Doubles one axis: weights of the samples before, at and after, for the first and for the second of each pair.
def double(self, c: Tensor, axis: int, w: List[float], size: int) -> Tensor:
  n = torch.size(c, axis)
  before = torch.cat([torch.narrow(c, axis, 0, 1), torch.narrow(c, axis, 0, n - 1)], axis)
  after = torch.cat([torch.narrow(c, axis, 1, n - 1), torch.narrow(c, axis, n - 1, 1)], axis)
  first = before * w[0] + c * w[1] + after * w[2]
  second = before * w[3] + c * w[4] + after * w[5]
  pairs = torch.flatten(torch.stack([first, second], axis + 1), axis, axis + 1)
  return torch.narrow(pairs, axis, 0, size)

# Halves one axis: weights of the samples before, in (two) and after each pair.
def halve(self, c: Tensor, axis: int, w: List[float]) -> Tensor:
  n = torch.size(c, axis)
  if n % 2 == 1:
    c = torch.cat([c, torch.narrow(c, axis, n - 1, 1)], axis)
  one, two = torch.slice(c, axis, 0, n + 1, 2), torch.slice(c, axis, 1, n + 1, 2)
  m = torch.size(one, axis)
  half = torch.add_(one * w[1], two, alpha=w[2])
  if w[0] != 0.:
    torch.add_(torch.narrow(half, axis, 0, 1), torch.narrow(one, axis, 0, 1), alpha=w[0])
    torch.add_(torch.narrow(half, axis, 1, m - 1), torch.narrow(two, axis, 0, m - 1), alpha=w[0])
  if w[3] != 0.:
    torch.add_(torch.narrow(half, axis, 0, m - 1), torch.narrow(one, axis, 1, m - 1), alpha=w[3])
    torch.add_(torch.narrow(half, axis, m - 1, 1), torch.narrow(two, axis, m - 1, 1), alpha=w[3])
  return half

# Luma alone: [bytes] to [1, 3, h, w].
def read_grey(self, data: Tensor, h: int, w: int, wide: bool, matrix: Tensor, offset: Tensor) -> Tensor:
  y = self.samples(data, 0, h * w, wide)
  rgb = torch.addcmul(torch.select(offset, 0, 0), y, torch.select(torch.select(matrix, 0, 0), 0, 0))
  return torch.repeat(torch.view(rgb, [1, 1, h, w]), [1, 3, 1, 1])

# Three planes: [bytes] to [1, 3, h, w]. `sx`, `sy`: log2 of the chroma subsampling.
def read(self, data: Tensor, h: int, w: int, sx: int, sy: int, wide: bool, across: List[float], down: List[float], matrix: Tensor, offset: Tensor) -> Tensor:
  if sx == 0 and sy == 0:
    planes = torch.view(self.samples(data, 0, 3 * h * w, wide), [3, h * w])
  else:
    cw = (w + (1 << sx) - 1) >> sx
    ch = (h + (1 << sy) - 1) >> sy
    y = self.samples(data, 0, h * w, wide)
    c = torch.view(self.samples(data, h * w, 2 * ch * cw, wide), [2, ch, cw])
    for i in range(sy):
      left = sy - i - 1
      c = self.double(c, 1, down, (h + (1 << left) - 1) >> left)
    for i in range(sx):
      left = sx - i - 1
      c = self.double(c, 2, across, (w + (1 << left) - 1) >> left)
    planes = torch.cat([torch.view(y, [1, h * w]), torch.reshape(c, [2, h * w])], 0)
  return torch.view(torch.addmm(offset, matrix, planes), [1, 3, h, w])

# Rounds code values and puts them into the picture.
def store(self, v: Tensor, out: Tensor, start: int, most: float, wide: bool) -> Tensor:
  v = torch.clamp_(torch.round_(torch.flatten(v, 0, -1)), 0., most)
  n = torch.size(v, 0)
  if wide:
    high = torch.floor(v * 0.00390625)
    low = v - high * 256.
    return torch.copy_(torch.view(torch.narrow(out, 0, 2 * start, 2 * n), [n, 2]), torch.stack([low, high], 1))
  return torch.copy_(torch.narrow(out, 0, start, n), v)

# One plane of code values out of R', G' and B' [3, h, w]. A row has three weights, and what is added.
def plane(self, c: Tensor, rows: List[float], k: int) -> Tensor:
  v = torch.select(c, 0, 0) * rows[4 * k]
  torch.add_(v, torch.select(c, 0, 1), alpha=rows[4 * k + 1])
  torch.add_(v, torch.select(c, 0, 2), alpha=rows[4 * k + 2])
  return torch.add_(v, rows[4 * k + 3])

# [1, 3, h, w] into the bytes of a picture of as many planes as there are rows; the first one is never subsampled.
def write(self, rgb: Tensor, sx: int, sy: int, wide: bool, across: List[float], down: List[float], rows: List[float], most: float, out: Tensor) -> None:
  c = torch.select(torch.contiguous(rgb), 0, 0)
  start = 0
  for k in range(len(rows) // 4):
    if k == 1:
      for i in range(sy):
        c = self.halve(c, 1, down)
    v = self.plane(c, rows, k)
    if k > 0:
      for i in range(sx):
        v = self.halve(v, 1, across)
    self.store(v, out, start, most, wide)
    start += torch.numel(v)
