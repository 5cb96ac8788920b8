# Flow is in places of the maps, [N, 2, h, w]: to the right, then down. A place is a place of the first picture's map.

# How similar each place is to each place of the second picture's map, and averages of that over ever larger squares.
# -> levels of [N h w, 1, h', w']
def volume(self, first: Tensor, second: Tensor, levels: int) -> List[Tensor]:
  n = torch.size(first, 0)
  c = torch.size(first, 1)
  h = torch.size(first, 2)
  w = torch.size(first, 3)
  v = torch.matmul(torch.transpose(torch.flatten(first, 2), 1, 2), torch.flatten(second, 2))
  v = torch.view(torch.div_(v, float(c) ** 0.5), [n * h * w, 1, h, w])
  pyramid = annotate(List[Tensor], [v])
  for l in range(levels - 1):
    v = torch.avg_pool2d(v, [2, 2])
    pyramid = torch.append(pyramid, v)
  return pyramid

# Where each place is in the second picture by this flow: x and y, each [N h w]
def centres(self, flow: Tensor) -> Tuple[Tensor, Tensor]:
  h = torch.size(flow, 2)
  w = torch.size(flow, 3)
  columns = torch.arange(w, dtype=6, device=ops.prim.device(flow))
  rows = torch.unsqueeze(torch.arange(h, dtype=6, device=ops.prim.device(flow)), 1)
  x = torch.reshape(torch.add(torch.select(flow, 1, 0), columns), [-1])
  y = torch.reshape(torch.add(torch.select(flow, 1, 1), rows), [-1])
  return x, y

# [N h w, K] -> [N, K, h, w]
def as_channels(self, samples: Tensor, flow: Tensor) -> Tensor:
  n = torch.size(flow, 0)
  h = torch.size(flow, 2)
  w = torch.size(flow, 3)
  return torch.contiguous(torch.permute(torch.view(samples, [n, h, w, torch.size(samples, 1)]), [0, 3, 1, 2]))

# Similarities around where each place went: at each level a square of 2 r + 1 places, column by column, zero outside.
# -> [N, levels (2 r + 1)^2, h, w]
def look_up(self, flow: Tensor, pyramid: List[Tensor], radius: int) -> Tensor:
  x, y = self.centres(flow)
  side = 2 * radius + 1
  offsets = torch.sub(torch.arange(side, dtype=6, device=ops.prim.device(flow)), radius)
  found = annotate(List[Tensor], [])
  for l in range(torch.len(pyramid)):
    level = pyramid[l]
    h = torch.size(level, 2)
    w = torch.size(level, 3)
    factor = 2.0 ** l
    gx = torch.add(torch.view(torch.div(x, factor), [-1, 1, 1]), torch.view(offsets, [1, side, 1]))
    gy = torch.add(torch.view(torch.div(y, factor), [-1, 1, 1]), torch.view(offsets, [1, 1, side]))
    gx = torch.sub(torch.mul(gx, 2.0 / float(w - 1)), 1.0)
    gy = torch.sub(torch.mul(gy, 2.0 / float(h - 1)), 1.0)
    grid = torch.stack([torch.expand(gx, [-1, side, side]), torch.expand(gy, [-1, side, side])], 3)
    found = torch.append(found, torch.flatten(torch.grid_sampler(level, grid, 0, 0, True), 1))
  return self.as_channels(torch.cat(found, 1), flow)

# The second picture's map at each level, as rows that can be picked: [N (h' + 2 m) (w' + 2 m), C] with m zeros around.
def tables(self, second: Tensor, levels: int, margin: int) -> List[Tensor]:
  c = torch.size(second, 1)
  result = annotate(List[Tensor], [])
  for l in range(levels):
    if l > 0:
      second = torch.avg_pool2d(second, [2, 2])
    padded = torch.constant_pad_nd(second, [margin, margin, margin, margin], 0.)
    result = torch.append(result, torch.reshape(torch.permute(padded, [0, 2, 3, 1]), [-1, c]))
  return result

# As look_up, from the maps themselves: an average of similarities is the similarity with an average. All samples of a
# square lie equally far between places, so whole places are compared, and what lies between them is mixed afterwards.
# first: [N h w, C]; places at a time are compared, to bound the memory.
def look_up_directly(self, flow: Tensor, first: Tensor, tables: List[Tensor], radius: int, margin: int, places: int) -> Tensor:
  x, y = self.centres(flow)
  n = torch.size(flow, 0)
  total = torch.size(first, 0)
  c = torch.size(first, 1)
  side = 2 * radius + 1
  steps = torch.arange(side + 1, dtype=4, device=ops.prim.device(flow))
  h = torch.size(flow, 2)
  w = torch.size(flow, 3)
  picture = torch.floor_divide(torch.arange(total, dtype=4, device=ops.prim.device(flow)), h * w)
  found = annotate(List[Tensor], [])
  for l in range(torch.len(tables)):
    factor = 2.0 ** l
    row = w + 2 * margin
    column = h + 2 * margin
    level_x = torch.div(x, factor)
    level_y = torch.div(y, factor)
    left = torch.floor(level_x)
    top = torch.floor(level_y)
    fx = torch.view(torch.sub(level_x, left), [-1, 1, 1])
    fy = torch.view(torch.sub(level_y, top), [-1, 1, 1])
    # Far outside is as good as just outside.
    left = torch.to(torch.clamp(torch.add(left, margin - radius), 0, row - side - 1), 4)
    top = torch.to(torch.clamp(torch.add(top, margin - radius), 0, column - side - 1), 4)
    corner = torch.add(torch.mul(torch.add(torch.mul(picture, column), top), row), left)
    parts = annotate(List[Tensor], [])
    for i in range((total + places - 1) // places):
      count = places
      if i * places + count > total:
        count = total - i * places
      index = torch.view(torch.narrow(corner, 0, i * places, count), [-1, 1, 1])
      index = torch.add(torch.add(index, torch.view(steps, [1, -1, 1])), torch.mul(torch.view(steps, [1, 1, -1]), row))
      there = torch.view(torch.index_select(tables[l], 0, torch.reshape(index, [-1])), [count, -1, c])
      here = torch.unsqueeze(torch.narrow(first, 0, i * places, count), 2)
      parts = torch.append(parts, torch.reshape(torch.bmm(there, here), [count, side + 1, side + 1]))
    square = torch.div(torch.cat(parts, 0), float(c) ** 0.5)
    square = torch.add(torch.narrow(square, 1, 0, side), torch.mul(torch.sub(torch.narrow(square, 1, 1, side), torch.narrow(square, 1, 0, side)), fx))
    square = torch.add(torch.narrow(square, 2, 0, side), torch.mul(torch.sub(torch.narrow(square, 2, 1, side), torch.narrow(square, 2, 0, side)), fy))
    found = torch.append(found, torch.flatten(square, 1))
    h = h // 2
    w = w // 2
  return self.as_channels(torch.cat(found, 1), flow)

# [N, C, h, w] -> [N h w, C]
def as_rows(self, x: Tensor) -> Tensor:
  return torch.reshape(torch.permute(x, [0, 2, 3, 1]), [-1, torch.size(x, 1)])
