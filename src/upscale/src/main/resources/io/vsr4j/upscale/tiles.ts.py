# Frames [n, 3, h, w] cut into tiles, filled up to what a model takes, and put together again.

# One place of all frames, with `right` columns and `bottom` rows more: mirrored, or repeated where there is too little to
# mirror.
def cut(self, x: Tensor, top: int, left: int, h: int, w: int, right: int, bottom: int) -> Tensor:
  x = torch.narrow(torch.narrow(x, 2, top, h), 3, left, w)
  if right == 0 and bottom == 0:
    return torch.contiguous(x)
  if right < w and bottom < h:
    return torch.pad(x, [0, right, 0, bottom], "reflect")
  return torch.pad(x, [0, right, 0, bottom], "replicate")

# The restored frames without what was filled in.
def crop(self, x: Tensor, n: int, h: int, w: int) -> Tensor:
  return torch.narrow(torch.narrow(torch.narrow(x, 0, 0, n), 2, 0, h), 3, 0, w)

# Adds a restored tile to the frames with a weight for each column and each row.
def add(self, frames: Tensor, tile: Tensor, top: int, left: int, columns: Tensor, rows: Tensor) -> Tensor:
  place = torch.narrow(torch.narrow(frames, 2, top, torch.size(tile, 2)), 3, left, torch.size(tile, 3))
  return torch.add_(place, tile * columns * torch.unsqueeze(rows, 1))

# Frames, the last one repeated up to n.
def fill(self, x: Tensor, n: int) -> Tensor:
  have = torch.size(x, 0)
  if have == n:
    return x
  return torch.cat([x, torch.repeat(torch.narrow(x, 0, have - 1, 1), [n - have, 1, 1, 1])], 0)
