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
  if w[0] == 0. and w[3] == 0. and n % 2 == 0:
    return torch.slice(c, axis, 0, n, 2) * w[1] + torch.slice(c, axis, 1, n, 2) * w[2]
  last = torch.narrow(c, axis, n - 1, 1)
  c = torch.cat([torch.narrow(c, axis, 0, 1), c, last, last], axis)
  end = 2 * ((n + 1) // 2) - 1
  inside = torch.slice(c, axis, 1, 1 + end, 2) * w[1] + torch.slice(c, axis, 2, 2 + end, 2) * w[2]
  return torch.slice(c, axis, 0, end, 2) * w[0] + inside + torch.slice(c, axis, 3, 3 + end, 2) * w[3]

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

# [1, 3, h, w] into the bytes of a picture of 1 or 3 planes.
def write(self, rgb: Tensor, sx: int, sy: int, wide: bool, across: List[float], down: List[float], matrix: Tensor, offset: Tensor, most: float, out: Tensor) -> Tensor:
  h = torch.size(rgb, 2)
  w = torch.size(rgb, 3)
  rgb = torch.contiguous(rgb)
  flat = torch.view(rgb, [3, h * w])
  if torch.size(matrix, 0) == 1 or sx + sy == 0:
    return self.store(torch.addmm(offset, matrix, flat), out, 0, most, wide)
  luma = torch.addmm(torch.narrow(offset, 0, 0, 1), torch.narrow(matrix, 0, 0, 1), flat)
  done = self.store(luma, out, 0, most, wide)
  c = torch.view(rgb, [3, h, w])
  for i in range(sy):
    c = self.halve(c, 1, down)
  for i in range(sx):
    c = self.halve(c, 2, across)
  chroma = torch.addmm(torch.narrow(offset, 0, 1, 2), torch.narrow(matrix, 0, 1, 2), torch.flatten(c, 1, 2))
  return self.store(chroma, out, h * w, most, wide)
