# The Wan transformer. B samples, L tokens in order frame, row, column, H heads, D their width, C = H * D the model's.
# w holds the parameters of one part by name. Data types: 6 float32, 7 float64. Norms, modulation, rotation, and the
# time embedding compute in float32 whatever the rest computes in.

# --- before the blocks

# (B, C_in, F, Y, X) -> (B, L, C). What does not fill a patch at the end of an axis is dropped.
def patchify(self, latent: Tensor, w: Dict[str, Tensor], patch: List[int]) -> Tensor:
  x = torch.to(latent, ops.prim.dtype(w["patch_embedding.weight"]))
  x = torch.conv3d(x, w["patch_embedding.weight"], w["patch_embedding.bias"], patch, [0, 0, 0], [1, 1, 1], 1)
  return torch.contiguous(torch.transpose(torch.flatten(x, 2), 1, 2), memory_format=0)

# Timesteps (B) or (B, L) -> embedding (B, 1 or L, C), its six projections (B, 1 or L, 6, C).
def time(self, timestep: Tensor, w: Dict[str, Tensor], width: int) -> Tuple[Tensor, Tensor]:
  t = torch.to(timestep, 6)
  if torch.dim(t) == 1:
    t = torch.unsqueeze(t, 1)
  half = width // 2
  k = torch.arange(half, dtype=6, device=ops.prim.device(t))
  frequency = torch.exp(torch.div(torch.mul(k, -9.210340371976184), half))  # 10000^(-k / half)
  angle = torch.mul(torch.unsqueeze(t, -1), frequency)
  e = torch.constant_pad_nd(torch.cat([torch.cos(angle), torch.sin(angle)], -1), [0, width % 2])
  e = torch.silu(torch.linear(e, w["time_embedder.linear_1.weight"], w["time_embedder.linear_1.bias"]))
  e = torch.linear(e, w["time_embedder.linear_2.weight"], w["time_embedder.linear_2.bias"])
  six = torch.linear(torch.silu(e), w["time_proj.weight"], w["time_proj.bias"])
  return (e, torch.unflatten(six, -1, [6, -1]))

# Cosines and sines of 3D rotary positions, (L, 1, D / 2, 2): the pairs of a head are shared out to the axes.
def rotation(self, like: Tensor, grid: List[int], pairs: List[int]) -> Tensor:
  parts = annotate(List[Tensor], [])
  for axis in range(3):
    j = torch.arange(pairs[axis], dtype=7, device=ops.prim.device(like))
    theta = torch.exp(torch.mul(j, -9.210340371976184 / float(max(pairs[axis], 1))))  # 10000^(-2j / 2 pairs)
    angle = torch.outer(torch.arange(grid[axis], dtype=7, device=ops.prim.device(like)), theta)
    turn = torch.to(torch.stack([torch.cos(angle), torch.sin(angle)], -1), 6)
    shape = [1, 1, 1, pairs[axis], 2]
    shape[axis] = grid[axis]
    _ = torch.append(parts, torch.expand(torch.view(turn, shape), [grid[0], grid[1], grid[2], -1, -1]))
  return torch.unsqueeze(torch.flatten(torch.cat(parts, 3), 0, 2), 1)

# The encoder's tokens (B, n, C_text), to which zero or one row of padding is added -> (B, n, C).
def text(self, tokens: Tensor, padding: int, w: Dict[str, Tensor]) -> Tensor:
  x = torch.to(tokens, ops.prim.dtype(w["text_embedder.linear_1.weight"]))
  x = torch.constant_pad_nd(x, [0, 0, 0, padding])
  x = torch.linear(x, w["text_embedder.linear_1.weight"], w["text_embedder.linear_1.bias"])
  x = torch.gelu(x, approximate="tanh")
  return torch.linear(x, w["text_embedder.linear_2.weight"], w["text_embedder.linear_2.bias"])

# --- blocks

# Piece i of the modulation: one of a block's six, or the head's two. All in float32.
def piece(self, m: Tensor, table: Tensor, i: int) -> Tensor:
  return torch.add(torch.select(m, 2, i), torch.select(table, 1, i))

# LN(x) * (1 + scale) + shift
def modulated(self, x: Tensor, shift: Tensor, scale: Tensor, eps: float) -> Tensor:
  y = torch.layer_norm(torch.to(x, 6), [torch.size(x, -1)], None, None, eps)
  return torch.to(torch.addcmul(shift, y, torch.add(scale, 1)), ops.prim.dtype(x))

# x + gate * y
def gated(self, x: Tensor, gate: Tensor, y: Tensor) -> Tensor:
  return torch.to(torch.addcmul(torch.to(x, 6), gate, torch.to(y, 6)), ops.prim.dtype(x))

# (B, L, C) -> (B, H, L, D)
def split(self, x: Tensor, heads: int) -> Tensor:
  return torch.transpose(torch.unflatten(x, -1, [heads, -1]), 1, 2)

# (B, H, L, D) -> (B, L, C)
def join(self, x: Tensor) -> Tensor:
  return torch.flatten(torch.transpose(x, 1, 2), 2)

# Queries or keys: normed over all heads together, turned by their position if there is one, and split.
def normed(self, x: Tensor, w: Tensor, rotation: Optional[Tensor], heads: int, eps: float) -> Tensor:
  y = torch.rms_norm(torch.to(x, 6), [torch.size(x, -1)], w, eps)
  if rotation is not None:
    pairs = torch.view_as_complex(torch.unflatten(y, -1, [heads, -1, 2]))
    y = torch.flatten(torch.view_as_real(torch.mul(pairs, torch.view_as_complex(rotation))), 2)
  return self.split(torch.to(y, ops.prim.dtype(x)), heads)

# The self-attention's queries, keys, values, each (B, H, L, D).
def heads(self, x: Tensor, m: Tensor, rotation: Tensor, w: Dict[str, Tensor], heads: int, eps: float) -> Tuple[Tensor, Tensor, Tensor]:
  table = w["scale_shift_table"]
  h = self.modulated(x, self.piece(m, table, 0), self.piece(m, table, 1), eps)
  q = self.normed(torch.linear(h, w["attn1.to_q.weight"], w["attn1.to_q.bias"]), w["attn1.norm_q.weight"], rotation, heads, eps)
  k = self.normed(torch.linear(h, w["attn1.to_k.weight"], w["attn1.to_k.bias"]), w["attn1.norm_k.weight"], rotation, heads, eps)
  v = self.split(torch.linear(h, w["attn1.to_v.weight"], w["attn1.to_v.bias"]), heads)
  return (q, k, v)

# The text's keys and values in a block's cross-attention, each (B, H, n, D).
def text_heads(self, text: Tensor, w: Dict[str, Tensor], heads: int, eps: float) -> Tuple[Tensor, Tensor]:
  k = self.normed(torch.linear(text, w["attn2.to_k.weight"], w["attn2.to_k.bias"]), w["attn2.norm_k.weight"], None, heads, eps)
  v = self.split(torch.linear(text, w["attn2.to_v.weight"], w["attn2.to_v.bias"]), heads)
  return (k, v)

# x + attn2(LN_affine(x), text): bias is added to the logits of the text tokens.
def read_text(self, x: Tensor, k: Tensor, v: Tensor, bias: Optional[Tensor], w: Dict[str, Tensor], heads: int, eps: float) -> Tensor:
  h = torch.layer_norm(torch.to(x, 6), [torch.size(x, -1)], w["norm2.weight"], w["norm2.bias"], eps)
  h = torch.linear(torch.to(h, ops.prim.dtype(x)), w["attn2.to_q.weight"], w["attn2.to_q.bias"])
  q = self.normed(h, w["attn2.norm_q.weight"], None, heads, eps)
  # One prompt serves all samples.
  k = torch.expand(k, [torch.size(x, 0), -1, -1, -1])
  v = torch.expand(v, [torch.size(x, 0), -1, -1, -1])
  y = self.join(torch.scaled_dot_product_attention(q, k, v, bias, 0., False))
  return torch.add(x, torch.linear(y, w["attn2.to_out.0.weight"], w["attn2.to_out.0.bias"]))

# x + gate * ffn(LN(x) * (1 + scale) + shift)
def feed(self, x: Tensor, shift: Tensor, scale: Tensor, gate: Tensor, w: Dict[str, Tensor], eps: float) -> Tensor:
  h = self.modulated(x, shift, scale, eps)
  h = torch.linear(h, w["ffn.net.0.proj.weight"], w["ffn.net.0.proj.bias"])
  h = torch.gelu_(h, approximate="tanh")
  return self.gated(x, gate, torch.linear(h, w["ffn.net.2.weight"], w["ffn.net.2.bias"]))

# Tokens start to end of a piece of the modulation, which has one value for all tokens or one for each.
def tokens(self, piece: Tensor, start: int, count: int) -> Tensor:
  return piece if torch.size(piece, 1) == 1 else torch.narrow(piece, 1, start, count)

# What follows the self-attention of a block. The feed-forward's hidden layer is the widest tensor of the network, and
# tokens do not meet in it: it exists for chunk tokens at a time.
def rest(self, x: Tensor, y: Tensor, m: Tensor, k: Tensor, v: Tensor, bias: Optional[Tensor], w: Dict[str, Tensor], heads: int, eps: float, chunk: int) -> Tensor:
  table = w["scale_shift_table"]
  y = torch.linear(self.join(y), w["attn1.to_out.0.weight"], w["attn1.to_out.0.bias"])
  x = self.gated(x, self.piece(m, table, 2), y)
  x = self.read_text(x, k, v, bias, w, heads, eps)
  shift = self.piece(m, table, 3)
  scale = self.piece(m, table, 4)
  gate = self.piece(m, table, 5)
  parts = annotate(List[Tensor], [])
  count = torch.size(x, 1)
  for i in range((count + chunk - 1) // chunk):
    start = i * chunk
    length = min(chunk, count - start)
    part = self.feed(torch.narrow(x, 1, start, length), self.tokens(shift, start, length), self.tokens(scale, start, length), self.tokens(gate, start, length), w, eps)
    _ = torch.append(parts, part)
  return torch.cat(parts, 1)

# A whole block with every token attending to all.
def block(self, x: Tensor, m: Tensor, rotation: Tensor, k: Tensor, v: Tensor, bias: Optional[Tensor], w: Dict[str, Tensor], heads: int, eps: float, chunk: int) -> Tensor:
  q1, k1, v1 = self.heads(x, m, rotation, w, heads, eps)
  y = torch.scaled_dot_product_attention(q1, k1, v1, None, 0., False)
  return self.rest(x, y, m, k, v, bias, w, heads, eps, chunk)

# --- after the blocks

# (B, L, C) -> (B, C_out, F, Y, X): a token's numbers are in order (frame, row, column, channel) of its patch.
def head(self, x: Tensor, e: Tensor, w: Dict[str, Tensor], grid: List[int], patch: List[int], eps: float) -> Tensor:
  m = torch.expand(torch.unsqueeze(e, 2), [-1, -1, 2, -1])
  table = w["scale_shift_table"]
  x = self.modulated(x, self.piece(m, table, 0), self.piece(m, table, 1), eps)
  x = torch.linear(x, w["proj_out.weight"], w["proj_out.bias"])
  x = torch.view(x, [torch.size(x, 0), grid[0], grid[1], grid[2], patch[0], patch[1], patch[2], -1])
  x = torch.permute(x, [0, 7, 1, 4, 2, 5, 3, 6])
  return torch.flatten(torch.flatten(torch.flatten(x, 6, 7), 4, 5), 2, 3)
