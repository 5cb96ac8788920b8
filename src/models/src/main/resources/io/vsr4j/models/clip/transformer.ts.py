# w holds one layer or one embedding, by the names of the published checkpoints.

# Pre-norm transformer layer. x: [N, L, C]
def layer(self, x: Tensor, w: Dict[str, Tensor], heads: int, causal: bool, quick: bool, eps: float) -> Tensor:
  n = torch.size(x, 0)
  l = torch.size(x, 1)
  c = torch.size(x, 2)
  h = torch.layer_norm(x, [c], w["layer_norm1.weight"], w["layer_norm1.bias"], eps)
  q = torch.linear(h, w["self_attn.q_proj.weight"], w["self_attn.q_proj.bias"])
  k = torch.linear(h, w["self_attn.k_proj.weight"], w["self_attn.k_proj.bias"])
  v = torch.linear(h, w["self_attn.v_proj.weight"], w["self_attn.v_proj.bias"])
  q = torch.transpose(torch.view(q, [n, l, heads, c // heads]), 1, 2)
  k = torch.transpose(torch.view(k, [n, l, heads, c // heads]), 1, 2)
  v = torch.transpose(torch.view(v, [n, l, heads, c // heads]), 1, 2)
  h = torch.scaled_dot_product_attention(q, k, v, None, 0., causal)
  h = torch.reshape(torch.transpose(h, 1, 2), [n, l, c])
  x = torch.add(x, torch.linear(h, w["self_attn.out_proj.weight"], w["self_attn.out_proj.bias"]))
  h = torch.layer_norm(x, [c], w["layer_norm2.weight"], w["layer_norm2.bias"], eps)
  h = torch.linear(h, w["mlp.fc1.weight"], w["mlp.fc1.bias"])
  if quick:
    h = torch.mul(h, torch.sigmoid(torch.mul(h, 1.702)))
  else:
    h = torch.gelu(h)
  return torch.add(x, torch.linear(h, w["mlp.fc2.weight"], w["mlp.fc2.bias"]))

# ids: [N, L]
def token_embeddings(self, ids: Tensor, w: Dict[str, Tensor]) -> Tensor:
  positions = torch.narrow(w["position_embedding.weight"], 0, 0, torch.size(ids, 1))
  return torch.add(torch.embedding(w["token_embedding.weight"], ids), positions)

# x: [N, 3, H, W]. Where the picture is not of the size that was trained on, the grid of positions is resized.
def patch_embeddings(self, x: Tensor, w: Dict[str, Tensor], patch: int, side: int) -> Tensor:
  h = torch.conv2d(x, w["patch_embedding.weight"], None, [patch, patch])
  n = torch.size(h, 0)
  c = torch.size(h, 1)
  rows = torch.size(h, 2)
  columns = torch.size(h, 3)
  h = torch.transpose(torch.flatten(h, 2), 1, 2)
  first = torch.expand(torch.view(w["class_embedding"], [1, 1, c]), [n, 1, c])
  positions = w["position_embedding.weight"]
  if rows != side or columns != side:
    grid = torch.reshape(torch.narrow(positions, 0, 1, side * side), [1, side, side, c])
    grid = torch.upsample_bicubic2d(torch.permute(grid, [0, 3, 1, 2]), [rows, columns], False)
    grid = torch.reshape(torch.permute(grid, [0, 2, 3, 1]), [rows * columns, c])
    positions = torch.cat([torch.narrow(positions, 0, 0, 1), grid], 0)
  return torch.add(torch.cat([first, h], 1), positions)

# What the end token has gathered. Old configurations call the end token 2, and mean the largest id.
def at_end(self, hidden: Tensor, ids: Tensor, end: int) -> Tensor:
  if end == 2:
    place = torch.argmax(ids, 1)
  else:
    place = torch.argmax(torch.to(torch.eq(ids, end), 3), 1)
  index = torch.expand(torch.view(place, [-1, 1, 1]), [-1, 1, torch.size(hidden, 2)])
  return torch.squeeze(torch.gather(hidden, 1, index), 1)
