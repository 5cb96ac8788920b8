# Maps of tokens are [N, D, H, W, C]: time, rows, columns, channels. w holds the parameters of one layer.

# x: clips, [N, 3, T, H, W]. What does not fill a patch is filled up with zeros.
def embed(self, x: Tensor, w: Dict[str, Tensor], patch: List[int]) -> Tensor:
  t = -torch.size(x, 2) % patch[0]
  h = -torch.size(x, 3) % patch[1]
  c = -torch.size(x, 4) % patch[2]
  x = torch.conv3d(torch.constant_pad_nd(x, [0, c, 0, h, 0, t]), w["proj.weight"], w["proj.bias"], patch)
  x = torch.permute(x, [0, 2, 3, 4, 1])
  return torch.layer_norm(x, [torch.size(x, -1)], w["norm.weight"], w["norm.bias"], 1e-05)

# Four neighbours become one token. An odd row or column is filled up with zeros.
def merge(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  x = torch.constant_pad_nd(x, [0, 0, 0, torch.size(x, 3) % 2, 0, torch.size(x, 2) % 2])
  h, width = torch.size(x, 2), torch.size(x, 3)
  four = annotate(List[Tensor], [])
  for k in range(4):
    _ = torch.append(four, torch.slice(torch.slice(x, 2, k % 2, h, 2), 3, k // 2, width, 2))
  x = torch.cat(four, -1)
  x = torch.layer_norm(x, [torch.size(x, -1)], w["norm.weight"], w["norm.bias"], 1e-05)
  return torch.linear(x, w["reduction.weight"], None)

# [N, D, H, W, C] -> [N, C, D, H, W]
def leave(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  x = torch.layer_norm(x, [torch.size(x, -1)], w["weight"], w["bias"], 1e-05)
  return torch.contiguous(torch.permute(x, [0, 4, 1, 2, 3]), memory_format=0)
