# The first channels of x along each axis. Where there are fewer than wanted, x is repeated until there are enough.
def pruned(self, x: Tensor, shape: List[int]) -> Tensor:
  for axis in range(len(shape)):
    times: List[int] = []
    for other in range(len(shape)):
      size = torch.size(x, other)
      needed = torch.floordiv(shape[axis] + size - 1, size)
      _ = torch.append(times, needed if other == axis else 1)
    x = torch.narrow(torch.repeat(x, times), axis, 0, shape[axis])
  return torch.clone(x, memory_format=0)
