# Weights in the type that a network computes in.

def cast(self, w: Tensor, dtype: int) -> Tensor:
  return torch.to(w, dtype)

# A weight [out, in, ...] with the product of its factors, b [out, r, ...] and a [r, in, ...], added; rounded once.
def changed(self, w: Tensor, b: Tensor, a: Tensor, scale: float, dtype: int) -> Tensor:
  product = torch.matmul(torch.flatten(b, 1), torch.flatten(a, 1))
  return torch.to(torch.add(w, torch.reshape(product, torch.size(w)), alpha=scale), dtype)
