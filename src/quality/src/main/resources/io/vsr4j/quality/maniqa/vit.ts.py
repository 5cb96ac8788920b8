# Tokens are [N, 1 + patches, C], the class token's first. w holds the parameters of one block or of the embedding.

# x: crops, [N, 3, S, S]
def embed(self, x: Tensor, w: Dict[str, Tensor], patch: int) -> Tensor:
  x = torch.conv2d(x, w["patch_embed.proj.weight"], w["patch_embed.proj.bias"], [patch, patch])
  x = torch.transpose(torch.flatten(x, 2), 1, 2)
  return torch.cat([torch.expand(w["cls_token"], [torch.size(x, 0), -1, -1]), x], 1) + w["pos_embed"]

def block(self, x: Tensor, w: Dict[str, Tensor], heads: int) -> Tensor:
  c = torch.size(x, 2)
  h = torch.layer_norm(x, [c], w["norm1.weight"], w["norm1.bias"], 1e-06)
  qkv = torch.unflatten(torch.linear(h, w["attn.qkv.weight"], w["attn.qkv.bias"]), -1, [3, heads, -1])
  qkv = torch.permute(qkv, [2, 0, 3, 1, 4])
  h = torch.scaled_dot_product_attention(torch.select(qkv, 0, 0), torch.select(qkv, 0, 1), torch.select(qkv, 0, 2))
  h = torch.flatten(torch.transpose(h, 1, 2), 2)
  x = x + torch.linear(h, w["attn.proj.weight"], w["attn.proj.bias"])
  h = torch.layer_norm(x, [c], w["norm2.weight"], w["norm2.bias"], 1e-06)
  h = torch.gelu_(torch.linear(h, w["mlp.fc1.weight"], w["mlp.fc1.bias"]))
  return x + torch.linear(h, w["mlp.fc2.weight"], w["mlp.fc2.bias"])

# The layers' channels one after the other, without the class token: [N, layers * C, patches]
def gather(self, seen: List[Tensor]) -> Tensor:
  x = torch.cat(seen, 2)
  x = torch.narrow(x, 1, 1, torch.size(x, 1) - 1)
  return torch.contiguous(torch.transpose(x, 1, 2), memory_format=0)
