# [B * T, C, H, W] -> [B, C, T, H, W]
def clips(self, x: Tensor, frames: int) -> Tensor:
  size = torch.size(x)
  return torch.transpose(torch.reshape(x, [-1, frames, size[1], size[2], size[3]]), 1, 2)

def unit(self, x: Tensor) -> Tensor:
  return torch.div(x, torch.add(torch.linalg_vector_norm(x, 2), 1e-12))

# The largest singular value of a matrix, by power iteration. It starts afresh at every call, so that it is a function of
# the matrix alone, with that function's gradient, and a resumed training goes on as it was.
def largest(self, m: Tensor) -> Tensor:
  u = torch.ones_like(torch.select(m, 1, 0))
  v = self.unit(torch.mv(torch.t(m), u))
  for i in range(16):
    u = self.unit(torch.mv(m, v))
    v = self.unit(torch.mv(torch.t(m), u))
  return torch.dot(u, torch.mv(m, v))

def inner(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  weight = torch.div(w["weight"], self.largest(torch.flatten(w["weight"], 1)))
  return torch.leaky_relu_(torch.conv3d(x, weight, w["bias"], [1, 2, 2], [1, 2, 2]), 0.2)

def last(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return torch.conv3d(x, w["weight"], w["bias"], [1, 2, 2], [1, 2, 2])
