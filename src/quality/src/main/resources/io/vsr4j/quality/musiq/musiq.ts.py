# Per output channel, in single precision; the deviation is the unbiased one. Data type 6: float32.
def standardised(self, weight: Tensor) -> Tensor:
  flat = torch.to(torch.flatten(weight, 1), 6)
  mean = torch.mean(flat, [1], True)
  length = float(torch.size(flat, 1) - 1)
  deviation = torch.sqrt(torch.sum((flat - mean) * (flat - mean), [1], True) / length)
  return torch.to(torch.view_as((flat - mean) / (deviation + 1e-05), weight), ops.prim.dtype(weight))

# Zeros around maps so that a kernel with a stride gives ceil(side / stride), the odd one at the end.
def same(self, x: Tensor, kernel: int, stride: int) -> Tensor:
  h = torch.size(x, 2)
  w = torch.size(x, 3)
  down = max(0, ((h + stride - 1) // stride - 1) * stride + kernel - h)
  right = max(0, ((w + stride - 1) // stride - 1) * stride + kernel - w)
  return torch.constant_pad_nd(x, [right // 2, right - right // 2, down // 2, down - down // 2])

# x: patches, [N, 3, P, P] -> [N, features]: by row, column, channel
def features(self, x: Tensor, root: Dict[str, Tensor], w: Dict[str, Tensor]) -> Tensor:
  x = torch.conv2d(self.same(x, 7, 2), root["conv_root.weight"], None, [2, 2])
  x = torch.relu_(torch.group_norm(x, 32, root["gn_root.weight"], root["gn_root.bias"], 1e-06))
  x = torch.max_pool2d(self.same(x, 3, 2), [3, 3], [2, 2])
  h = torch.relu_(torch.group_norm(torch.conv2d(x, w["conv1.weight"], None), 32, w["gn1.weight"], w["gn1.bias"], 1e-04))
  h = torch.conv2d(h, w["conv2.weight"], None, [1, 1], [1, 1])
  h = torch.relu_(torch.group_norm(h, 32, w["gn2.weight"], w["gn2.bias"], 1e-04))
  h = torch.group_norm(torch.conv2d(h, w["conv3.weight"], None), 32, w["gn3.weight"], w["gn3.bias"], 1e-04)
  x = torch.group_norm(torch.conv2d(x, w["conv_proj.weight"], None), 32, w["gn_proj.weight"], w["gn_proj.bias"], 1e-04)
  return torch.flatten(torch.permute(torch.relu_(h + x), [0, 2, 3, 1]), 1)

# Indices of the tokens that are not empty. positions: [tokens, 3]
def live(self, positions: Tensor) -> Tensor:
  return torch.squeeze(torch.nonzero(torch.select(positions, 1, 2)), 1)

# 256 patches at a time, for the maps of all would take much memory. [N, tokens, 3 P P] -> [N, live tokens, C]
def look(self, patches: Tensor, live: Tensor, root: Dict[str, Tensor], block: Dict[str, Tensor], embedding: Dict[str, Tensor], patch: int) -> Tensor:
  x = torch.index_select(patches, 1, live)
  n = torch.size(x, 0)
  x = torch.view(x, [-1, 3, patch, patch])
  total = torch.size(x, 0)
  parts = annotate(List[Tensor], [])
  for i in range((total + 255) // 256):
    some = self.features(torch.narrow(x, 0, i * 256, min(256, total - i * 256)), root, block)
    _ = torch.append(parts, torch.linear(some, embedding["weight"], embedding["bias"]))
  return torch.view(torch.cat(parts, 0), [n, torch.size(live, 0), -1])

# Adds what a token's place and size mean, and puts the token in front that will know the score. Data type 4: int64.
def place(self, x: Tensor, positions: Tensor, live: Tensor, w: Dict[str, Tensor]) -> Tensor:
  positions = torch.to(torch.index_select(positions, 0, live), 4)
  place = torch.index_select(torch.select(w["posembed_input.position_emb"], 0, 0), 0, torch.select(positions, 1, 0))
  x = x + place + torch.index_select(w["scaleembed_input.scale_emb"], 0, torch.select(positions, 1, 1))
  return torch.cat([torch.expand(w["cls"], [torch.size(x, 0), -1, -1]), x], 1)

def layer(self, x: Tensor, w: Dict[str, Tensor], heads: int) -> Tensor:
  c = torch.size(x, 2)
  h = torch.layer_norm(x, [c], w["norm1.weight"], w["norm1.bias"], 1e-06)
  q = torch.unflatten(torch.linear(h, w["attention.query.weight"], w["attention.query.bias"]), -1, [heads, -1])
  k = torch.unflatten(torch.linear(h, w["attention.key.weight"], w["attention.key.bias"]), -1, [heads, -1])
  v = torch.unflatten(torch.linear(h, w["attention.value.weight"], w["attention.value.bias"]), -1, [heads, -1])
  h = torch.scaled_dot_product_attention(torch.transpose(q, 1, 2), torch.transpose(k, 1, 2), torch.transpose(v, 1, 2))
  h = torch.flatten(torch.transpose(h, 1, 2), 2)
  x = x + torch.linear(h, w["attention.out.weight"], w["attention.out.bias"])
  h = torch.layer_norm(x, [c], w["norm2.weight"], w["norm2.bias"], 1e-06)
  h = torch.gelu_(torch.linear(h, w["mlp.fc1.weight"], w["mlp.fc1.bias"]))
  return x + torch.linear(h, w["mlp.fc2.weight"], w["mlp.fc2.bias"])

def leave(self, x: Tensor, norm: Dict[str, Tensor], head: Dict[str, Tensor]) -> Tensor:
  x = torch.layer_norm(torch.select(x, 1, 0), [torch.size(x, 2)], norm["weight"], norm["bias"], 1e-06)
  return torch.linear(x, head["weight"], head["bias"])

def distribution(self, outputs: Tensor) -> Tensor:
  return torch.softmax(outputs, 1)

def score(self, outputs: Tensor) -> Tensor:
  if torch.size(outputs, 1) == 1:
    return torch.alias(outputs)
  p = torch.softmax(torch.to(outputs, 6), 1)
  scores = torch.arange(1, torch.size(outputs, 1) + 1, dtype=6, device=ops.prim.device(p))
  return torch.sum(p * scores, [1], True)
