# The least and the greatest are no numbers, or infinite, if any number is; they take one pass.
def finite(self, x: Tensor) -> Tensor:
  least, greatest = torch.aminmax(x)
  return torch.logical_and(torch.isfinite(least), torch.isfinite(greatest))
