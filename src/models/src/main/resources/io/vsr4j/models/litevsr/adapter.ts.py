# LiteVSR's own modules. B samples, L tokens in order frame, row, column, H heads, D their width, C = H * D. w holds the
# parameters of one part by name. Data types: 4 int64, 6 float32. Norms, modulation and rotation compute in float32.

# --- the adapter

# phi_s and phi_r: (B, C_in, F, Y, X) -> (B, L, C)
def tokens(self, latent: Tensor, w: Dict[str, Tensor], name: str, patch: List[int]) -> Tensor:
  weight = w[name + ".weight"]
  x = torch.conv3d(torch.to(latent, ops.prim.dtype(weight)), weight, w[name + ".bias"], patch, [0, 0, 0], [1, 1, 1], 1)
  return torch.contiguous(torch.transpose(torch.flatten(x, 2), 1, 2), memory_format=0)

# Tile(P): the prototype (f, y, x, C) repeated from the first token on and cut off at the end -> (B, L, C).
def tiled(self, prototype: Tensor, batch: int, grid: List[int]) -> Tensor:
  p = prototype
  for axis in range(3):
    places = torch.arange(grid[axis], dtype=4, device=ops.prim.device(p))
    p = torch.index_select(p, axis, torch.remainder(places, torch.size(p, axis)))
  return torch.expand(torch.unsqueeze(torch.flatten(p, 0, 2), 0), [batch, -1, -1])

# The six pieces of a block's modulation, (B, 1, 6, C), from the embedded timestep (B, 1, C).
def modulation(self, e: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return torch.unflatten(torch.linear(torch.silu(e), w["ada.weight"], w["ada.bias"]), -1, [6, -1])

# AdaLN, eq. 8: LN(x) * (1 + piece i + 1) + piece i. Without modulation LN(x).
def modulated(self, x: Tensor, m: Optional[Tensor], i: int, eps: float) -> Tensor:
  y = torch.layer_norm(torch.to(x, 6), [torch.size(x, -1)], None, None, eps)
  if m is not None:
    y = torch.addcmul(torch.select(m, 2, i), y, torch.add(torch.select(m, 2, i + 1), 1))
  return torch.to(y, ops.prim.dtype(x))

# x + y * piece i. Without modulation x + y.
def gated(self, x: Tensor, m: Optional[Tensor], i: int, y: Tensor) -> Tensor:
  if m is None:
    z = torch.add(x, y)
  else:
    z = torch.to(torch.addcmul(torch.to(x, 6), torch.select(m, 2, i), torch.to(y, 6)), ops.prim.dtype(x))
  return z

# Queries or keys (B, n L, C) -> (B, H, n L, D): normed over all heads together, then turned by their position, which
# those of both streams have in common.
def heads(self, x: Tensor, w: Tensor, rotation: Optional[Tensor], heads: int, eps: float) -> Tensor:
  y = torch.unflatten(torch.rms_norm(torch.to(x, 6), [torch.size(x, -1)], w, eps), -1, [heads, -1])
  if rotation is not None:
    pairs = torch.view_as_complex(torch.unflatten(torch.unflatten(y, -1, [-1, 2]), 1, [-1, torch.size(rotation, 0)]))
    y = torch.flatten(torch.flatten(torch.view_as_real(torch.mul(pairs, torch.view_as_complex(rotation))), 4, 5), 1, 2)
  return torch.transpose(torch.to(y, ops.prim.dtype(x)), 1, 2)

# One block: the query x (B, L, C) reads both streams (B, L or 2 L, C), eq. 5 to 7, and is refined.
def block(self, x: Tensor, streams: Tensor, e: Optional[Tensor], rotation: Optional[Tensor], w: Dict[str, Tensor], heads: int, feed: bool, eps: float) -> Tensor:
  m = annotate(Optional[Tensor], None)
  if e is not None:
    m = self.modulation(e, w)
  h = self.modulated(x, m, 0, eps)
  q = self.heads(torch.linear(h, w["to_q.weight"], w["to_q.bias"]), w["norm_q.weight"], rotation, heads, eps)
  k = self.heads(torch.linear(streams, w["to_k.weight"], w["to_k.bias"]), w["norm_k.weight"], rotation, heads, eps)
  v = torch.transpose(torch.unflatten(torch.linear(streams, w["to_v.weight"], w["to_v.bias"]), -1, [heads, -1]), 1, 2)
  a = torch.scaled_dot_product_attention(q, k, v, None, 0., False)
  a = torch.flatten(torch.transpose(a, 1, 2), 2)
  x = self.gated(x, m, 2, torch.linear(a, w["to_out.weight"], w["to_out.bias"]))
  if feed:
    h = torch.linear(self.modulated(x, m, 3, eps), w["ffn.0.weight"], w["ffn.0.bias"])
    h = torch.gelu_(h, approximate="tanh")
    x = self.gated(x, m, 5, torch.linear(h, w["ffn.2.weight"], w["ffn.2.bias"]))
  return x

# The condition: structure and what was read, s + out(x).
def condition(self, s: Tensor, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return torch.add(s, torch.linear(x, w["out.weight"]))

# --- both branches

# One batch of both, the main branch first.
def both(self, h: Tensor, c: Tensor) -> Tensor:
  return torch.cat([h, c], 0)

# The branch of a batch of both: 0 the main one, 1 the condition.
def branch(self, x: Tensor, which: int) -> Tensor:
  half = torch.size(x, 0) // 2
  return torch.narrow(x, 0, which * half, half)

# h <- h + Z(c), c stays.
def inject(self, x: Tensor, w: Dict[str, Tensor], low_rank: bool) -> Tensor:
  c = self.branch(x, 1)
  if low_rank:
    z = torch.linear(torch.linear(c, w["lora_down"]), w["lora_up"], w["bias"])
  else:
    z = torch.linear(c, w["weight"], w["bias"])
  return torch.cat([torch.add(self.branch(x, 0), z), c], 0)
