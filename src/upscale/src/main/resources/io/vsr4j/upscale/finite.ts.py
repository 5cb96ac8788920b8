# Whether all numbers of x [n, ...] are numbers; frame by frame, for the answers take room.
def finite(self, x: Tensor) -> Tensor:
  all = torch.all(torch.isfinite(torch.narrow(x, 0, 0, 1)))
  for t in range(1, torch.size(x, 0)):
    all = torch.logical_and(all, torch.all(torch.isfinite(torch.narrow(x, 0, t, 1))))
  return all
