# Largest absolute difference of any element, the share of elements that differ, and the largest expected value.
# A NaN on one side only is an infinite difference, on both sides none.
def difference(self, expected: Tensor, got: Tensor, infinite: float) -> Tensor:
  if torch.numel(expected) == 0:
    return torch.zeros([3], dtype=7)
  a = torch.to(expected, 7)
  b = torch.to(got, 7)
  apart = torch.abs(torch.sub(a, b))
  apart = torch.where(torch.eq(a, b), torch.zeros_like(apart), apart)
  both = torch.logical_and(torch.isnan(a), torch.isnan(b))
  apart = torch.where(both, torch.zeros_like(apart), torch.nan_to_num(apart, infinite))
  share = torch.mean(torch.to(torch.gt(apart, 0.0), 7))
  return torch.stack([torch.max(apart), share, torch.max(torch.abs(torch.nan_to_num(a)))])
