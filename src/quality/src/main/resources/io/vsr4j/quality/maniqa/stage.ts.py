# Every channel looks at all channels, as places are its numbers. That the result is read as if it lay place by place is
# how the published networks were trained. x: [N, C, places]
def channels(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  q = torch.unsqueeze(torch.linear(x, w["c_q.weight"], w["c_q.bias"]), 1)
  k = torch.unsqueeze(torch.linear(x, w["c_k.weight"], w["c_k.bias"]), 1)
  v = torch.unsqueeze(torch.linear(x, w["c_v.weight"], w["c_v.bias"]), 1)
  y = torch.squeeze(torch.scaled_dot_product_attention(q, k, v), 1)
  return x + torch.reshape(torch.transpose(y, 1, 2), torch.size(x))

# [N, in, places] -> [N, 1, H, W, out]
def project(self, x: Tensor, w: Dict[str, Tensor], side: int) -> Tensor:
  x = torch.conv2d(torch.unflatten(x, 2, [side, side]), w["weight"], w["bias"])
  return torch.contiguous(torch.unsqueeze(torch.permute(x, [0, 2, 3, 1]), 1), memory_format=0)

# x: what went into the blocks of a layer, h: what came out, [N, 1, H, W, C]
def layer(self, x: Tensor, h: Tensor, w: Dict[str, Tensor], scale: float) -> Tensor:
  map = torch.contiguous(torch.permute(torch.squeeze(h, 1), [0, 3, 1, 2]), memory_format=0)
  map = torch.relu_(torch.conv2d(map, w["weight"], w["bias"], [1, 1], [1, 1]))
  return torch.contiguous(x + torch.unsqueeze(torch.permute(map, [0, 2, 3, 1]), 1) * scale, memory_format=0)

# [N, 1, H, W, C] -> [N, C, places]
def leave(self, x: Tensor) -> Tensor:
  return torch.contiguous(torch.transpose(torch.flatten(x, 1, 3), 1, 2), memory_format=0)

# [N, C, places] -> each place's score and how much it counts, [N, 2, places]
def judge(self, x: Tensor, s: Dict[str, Tensor], w: Dict[str, Tensor]) -> Tensor:
  x = torch.transpose(x, 1, 2)
  score = torch.linear(torch.relu_(torch.linear(x, s["0.weight"], s["0.bias"])), s["3.weight"], s["3.bias"])
  weight = torch.linear(torch.relu_(torch.linear(x, w["0.weight"], w["0.bias"])), w["3.weight"], w["3.bias"])
  return torch.transpose(torch.cat([torch.relu(score), torch.sigmoid(weight)], 2), 1, 2)
