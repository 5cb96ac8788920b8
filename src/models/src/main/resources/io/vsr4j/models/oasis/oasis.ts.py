# OASIS. B samples, F frames, Y rows, X columns of tokens, L = F * Y * X of them in that order, H heads of width D.
# Data types: 4 int64, 6 float32, 7 float64.

# --- projector

# (B, C, 1 + time * k, h, w) -> (B, 1 + k, h / side, w / side, C * time * side^2): the box of pixels that one of the
# latent sees, in order colour, frame, row, column.
def unshuffle(self, video: Tensor, time: int, side: int) -> Tensor:
  first = torch.expand(torch.narrow(video, 2, 0, 1), [-1, -1, time - 1, -1, -1])
  x = torch.unflatten(torch.cat([first, video], 2), 2, [-1, time])
  x = torch.unflatten(torch.unflatten(x, 4, [-1, side]), 6, [-1, side])
  return torch.flatten(torch.permute(x, [0, 2, 4, 6, 1, 3, 5, 7]), 4)

# Boxes -> latents (B, z, 1 + k, h / side, w / side)
def project(self, video: Tensor, w: Dict[str, Tensor], time: int, side: int) -> Tensor:
  x = torch.to(self.unshuffle(video, time, side), ops.prim.dtype(w["proj.weight"]))
  x = torch.linear(x, w["proj.weight"], w["proj.bias"])
  return torch.contiguous(torch.permute(x, [0, 4, 1, 2, 3]), memory_format=0)

# --- fitting the projector

# Second moments of (box, 1, latent) over all pixels of the latents (B, z, F, Y, X), float64.
def moments(self, video: Tensor, latents: Tensor, time: int, side: int) -> Tensor:
  box = torch.to(torch.flatten(self.unshuffle(video, time, side), 0, 3), 7)
  latent = torch.to(torch.flatten(torch.permute(latents, [0, 2, 3, 4, 1]), 0, 3), 7)
  one = torch.ones_like(torch.narrow(box, 1, 0, 1))
  row = torch.cat([box, one, latent], 1)
  return torch.matmul(torch.transpose(row, 0, 1), row)

# The linear layer of least squares, [weight | bias] (z, n + 1), of n numbers a box.
def fit(self, moments: Tensor, n: int, ridge: float) -> Tensor:
  own = torch.narrow(torch.narrow(moments, 0, 0, n + 1), 1, 0, n + 1)
  cross = torch.narrow(torch.narrow(moments, 0, 0, n + 1), 1, n + 1, torch.size(moments, 0) - n - 1)
  damped = torch.add(own, torch.diag(torch.mul(torch.diagonal(own), ridge)))
  return torch.transpose(torch.linalg_solve(damped, cross), 0, 1)

# --- frames

# [T, 3, h, w] in 0..1 -> (1, 3, T, h, w) in -1..1
def enter(self, frames: Tensor) -> Tensor:
  return torch.unsqueeze(torch.sub(torch.mul(torch.transpose(frames, 0, 1), 2), 1), 0)

# (1, 3, T, H, W) in -1..1 -> [T, 3, H, W] in 0..1
def leave(self, video: Tensor) -> Tensor:
  x = torch.contiguous(torch.transpose(torch.select(video, 0, 0), 0, 1), memory_format=0)
  return torch.mul_(torch.add_(torch.to(x, 6), 1), 0.5)

# --- attention

# Some of the heads; all of them are in order.
def pick(self, x: Tensor, heads: List[int]) -> Tensor:
  if torch.len(heads) == torch.size(x, 1):
    y = x
  else:
    y = torch.index_select(x, 1, torch.tensor(heads, dtype=4, device=ops.prim.device(x)))
  return y

# (B, H, L, D) -> (B, F, Y, X, H, D)
def placed(self, x: Tensor, grid: List[int]) -> Tensor:
  return torch.unflatten(torch.transpose(x, 1, 2), 1, grid)

# (B, H, L, D) -> (B * F, H, Y * X, D)
def frames(self, x: Tensor, grid: List[int]) -> Tensor:
  y = torch.flatten(torch.flatten(self.placed(x, grid), 2, 3), 0, 1)
  return torch.transpose(y, 1, 2)

# Every token attends to those of its own frame.
def intra(self, q: Tensor, k: Tensor, v: Tensor, grid: List[int]) -> Tensor:
  y = torch.scaled_dot_product_attention(self.frames(q, grid), self.frames(k, grid), self.frames(v, grid), None, 0., False)
  return torch.flatten(torch.transpose(torch.unflatten(y, 0, [-1, grid[0]]), 1, 2), 2, 3)

# Which keys are near along one axis, (tiles, tile, tile + 2 * reach): a tile of queries, and the keys that start reach
# before it. Queries past the end stand in for the last one, so that each has keys.
def near(self, like: Tensor, size: int, tile: int, reach: int) -> Tensor:
  device = ops.prim.device(like)
  start = torch.reshape(torch.mul(torch.arange((size + tile - 1) // tile, dtype=4, device=device), tile), [-1, 1, 1])
  q = torch.clamp(torch.add(start, torch.reshape(torch.arange(tile, dtype=4, device=device), [1, -1, 1])), None, size - 1)
  k = torch.sub(torch.add(start, torch.arange(tile + 2 * reach, dtype=4, device=device)), reach)
  inside = torch.logical_and(torch.ge(k, 0), torch.lt(k, size))
  return torch.logical_and(inside, torch.le(torch.abs(torch.sub(k, q)), reach))

# What is added to the logits of a tile's queries and of the keys around it in some frames, (tiles, 1, queries, keys).
def window_mask(self, like: Tensor, rows: Tensor, columns: Tensor, frames: int) -> Tensor:
  r = torch.unsqueeze(torch.unsqueeze(torch.unsqueeze(torch.unsqueeze(rows, 1), 3), 4), 6)
  c = torch.unsqueeze(torch.unsqueeze(torch.unsqueeze(torch.unsqueeze(columns, 0), 2), 4), 4)
  both = torch.expand(torch.logical_and(r, c), [-1, -1, -1, -1, frames, -1, -1])
  both = torch.flatten(torch.flatten(torch.flatten(both, 4, 6), 2, 3), 0, 1)
  mask = torch.zeros(torch.size(both), dtype=ops.prim.dtype(like), device=ops.prim.device(like))
  return torch.unsqueeze(torch.masked_fill(mask, torch.logical_not(both), -float("inf")), 1)

# (B, n, rows, columns, H, D) -> (B * tiles, H, n * high * wide, D), the boxes that start every y rows and x columns.
def boxes(self, x: Tensor, high: int, wide: int, y: int, x_step: int) -> Tensor:
  b = torch.unfold(torch.unfold(x, 2, high, y), 3, wide, x_step)
  b = torch.permute(b, [0, 2, 3, 4, 1, 6, 7, 5])
  return torch.flatten(torch.flatten(b, 4, 6), 0, 2)

# Every token attends to those at most reach away along each axis, clipped at the borders. A frame is cut into tiles of
# queries, whose keys lie in one box around them: the logits of a frame are tokens times 3 * (tile + 4)^2, never L times L.
def window(self, q: Tensor, k: Tensor, v: Tensor, grid: List[int], reach: List[int], most: int) -> Tensor:
  rows = (grid[1] + most - 1) // most
  high = (grid[1] + rows - 1) // rows
  columns = (grid[2] + most - 1) // most
  wide = (grid[2] + columns - 1) // columns
  rows = (grid[1] + high - 1) // high
  columns = (grid[2] + wide - 1) // wide
  below = rows * high - grid[1]
  right = columns * wide - grid[2]
  q = torch.constant_pad_nd(self.placed(q, grid), [0, 0, 0, 0, 0, right, 0, below])
  around = [0, 0, 0, 0, reach[2], reach[2] + right, reach[1], reach[1] + below]
  k = torch.constant_pad_nd(self.placed(k, grid), around)
  v = torch.constant_pad_nd(self.placed(v, grid), around)
  near_rows = self.near(q, grid[1], high, reach[1])
  near_columns = self.near(q, grid[2], wide, reach[2])
  batch = torch.size(q, 0)
  mask = self.window_mask(q, near_rows, near_columns, 1)
  seen = 0
  parts = annotate(List[Tensor], [])
  for f in range(grid[0]):
    first = max(f - reach[0], 0)
    count = min(f + reach[0] + 1, grid[0]) - first
    if count != seen:
      mask = torch.repeat(self.window_mask(q, near_rows, near_columns, count), [batch, 1, 1, 1])
      seen = count
    own = self.boxes(torch.narrow(q, 1, f, 1), high, wide, high, wide)
    keys = self.boxes(torch.narrow(k, 1, first, count), high + 2 * reach[1], wide + 2 * reach[2], high, wide)
    values = self.boxes(torch.narrow(v, 1, first, count), high + 2 * reach[1], wide + 2 * reach[2], high, wide)
    y = torch.scaled_dot_product_attention(own, keys, values, mask, 0., False)
    y = torch.unflatten(torch.unflatten(y, 2, [high, wide]), 0, [batch, rows, columns])
    y = torch.flatten(torch.flatten(torch.permute(y, [0, 3, 1, 4, 2, 5, 6]), 4, 5), 2, 3)
    _ = torch.append(parts, torch.narrow(torch.narrow(y, 2, 0, grid[1]), 3, 0, grid[2]))
  return torch.flatten(torch.stack(parts, 2), 2, 4)

# Heads in three groups, one call each; order brings them back.
def routed(self, q: Tensor, k: Tensor, v: Tensor, grid: List[int], everywhere: List[int], frame: List[int], around: List[int], order: List[int], reach: List[int], tile: int) -> Tensor:
  parts = annotate(List[Tensor], [])
  if torch.len(everywhere) > 0:
    y = torch.scaled_dot_product_attention(self.pick(q, everywhere), self.pick(k, everywhere), self.pick(v, everywhere), None, 0., False)
    _ = torch.append(parts, y)
  if torch.len(frame) > 0:
    _ = torch.append(parts, self.intra(self.pick(q, frame), self.pick(k, frame), self.pick(v, frame), grid))
  if torch.len(around) > 0:
    _ = torch.append(parts, self.window(self.pick(q, around), self.pick(k, around), self.pick(v, around), grid, reach, tile))
  y = torch.cat(parts, 1)
  return torch.index_select(y, 1, torch.tensor(order, dtype=4, device=ops.prim.device(y)))

# --- routing

# How far local attention is from global attention, for each query, by both scores. Of the keys, only count from first on
# that are allowed are local. whole is the logarithm of the sum of exp(logits), entropy the sum of p ln p over all keys.
def distance(self, logits: Tensor, whole: Tensor, entropy: Tensor, first: int, count: int, allowed: Optional[Tensor], epsilon: float) -> List[Tensor]:
  local = torch.narrow(logits, -1, first, count)
  if allowed is not None:
    local = torch.masked_fill(local, torch.logical_not(allowed), -float("inf"))
  mass = torch.sub(torch.logsumexp(local, [-1]), whole)  # ln S
  # sum_in p ln(p / ((1 - e) p / S + e / L)) + sum_out p ln(p L / e), the logarithms of p summed over both
  keys = torch.size(logits, -1)
  far = torch.log(torch.div(torch.full_like(mass, float(keys)), epsilon))
  p = torch.exp(torch.sub(local, torch.unsqueeze(whole, -1)))
  share = torch.mul(torch.exp(torch.sub(local, torch.unsqueeze(torch.add(mass, whole), -1))), 1 - epsilon)
  mixed = torch.log(torch.add(share, epsilon / keys))
  within = torch.sum(torch.mul(p, torch.add(mixed, torch.unsqueeze(far, -1))), [-1])
  return [torch.neg(mass), torch.sub(torch.add(entropy, far), within)]

# The distances of intra-frame and of window attention, means over samples and queries: (2 patterns, 2 scores, H), float64.
# The logits of block queries of one frame exist at a time.
def distances(self, q: Tensor, k: Tensor, grid: List[int], reach: List[int], block: int, epsilon: float) -> Tensor:
  device = ops.prim.device(q)
  side = grid[1] * grid[2]
  at = torch.arange(side, dtype=4, device=device)
  row = torch.floor_divide(at, grid[2])
  column = torch.remainder(at, grid[2])
  q = torch.mul(torch.to(q, 6), torch.size(q, -1) ** -0.5)
  k = torch.transpose(torch.to(k, 6), 2, 3)
  sums = torch.zeros([4, torch.size(q, 1)], dtype=7, device=device)
  for f in range(grid[0]):
    first = max(f - reach[0], 0)
    count = min(f + reach[0] + 1, grid[0]) - first
    for b in range((side + block - 1) // block):
      start = b * block
      length = min(block, side - start)
      logits = torch.matmul(torch.narrow(q, 2, f * side + start, length), k)
      whole = torch.logsumexp(logits, [-1])
      log_p = torch.sub(logits, torch.unsqueeze(whole, -1))
      entropy = torch.sum(torch.mul(torch.exp(log_p), log_p), [-1])
      rows = torch.le(torch.abs(torch.sub(torch.unsqueeze(torch.narrow(row, 0, start, length), 1), row)), reach[1])
      columns = torch.le(torch.abs(torch.sub(torch.unsqueeze(torch.narrow(column, 0, start, length), 1), column)), reach[2])
      allowed = torch.repeat(torch.logical_and(rows, columns), [1, count])
      intra = self.distance(logits, whole, entropy, f * side, side, None, epsilon)
      window = self.distance(logits, whole, entropy, first * side, count * side, allowed, epsilon)
      four = torch.stack([intra[0], intra[1], window[0], window[1]], 0)
      sums = torch.add(sums, torch.sum(torch.to(four, 7), [1, 3]))
  return torch.unflatten(torch.div(sums, float(grid[0] * side * torch.size(q, 0))), 0, [2, 2])
