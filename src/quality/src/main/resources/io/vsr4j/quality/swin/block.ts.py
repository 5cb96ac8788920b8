# Maps of tokens are [N, D, H, W, C]: time, rows, columns, channels. w holds the parameters of the block.

# [N, D, H, W, C] -> [N, windows, tokens, C]
def split(self, x: Tensor, window: List[int]) -> Tensor:
  n, c = torch.size(x, 0), torch.size(x, 4)
  d, h, w = torch.size(x, 1) // window[0], torch.size(x, 2) // window[1], torch.size(x, 3) // window[2]
  x = torch.view(x, [n, d, window[0], h, window[1], w, window[2], c])
  return torch.reshape(torch.permute(x, [0, 1, 3, 5, 2, 4, 6, 7]), [n, d * h * w, window[0] * window[1] * window[2], c])

# The way back.
def join(self, x: Tensor, window: List[int], size: List[int]) -> Tensor:
  n, c = torch.size(x, 0), torch.size(x, 3)
  d, h, w = size[0] // window[0], size[1] // window[1], size[2] // window[2]
  x = torch.view(x, [n, d, h, w, window[0], window[1], window[2], c])
  return torch.reshape(torch.permute(x, [0, 1, 4, 2, 5, 3, 6, 7]), [n, size[0], size[1], size[2], c])

# Whether, or how far, each token of a window differs from each other in one number. place: [windows, tokens]
def apart(self, place: Tensor) -> Tensor:
  return torch.abs(torch.unsqueeze(place, 2) - torch.unsqueeze(place, 1))

# What is added to the logits of windows: [windows, heads, tokens, tokens]. Between fragments as far apart as the gate g
# says it is g P + (1 - g) Q, P and Q the tables of biases by position; layers without Q have P everywhere.
def bias(self, places: Tensor, pairs: Tensor, w: Dict[str, Tensor]) -> Tensor:
  n = torch.size(places, 1)
  p = torch.index_select(w["attn.relative_position_bias_table"], 0, pairs)
  p = torch.unsqueeze(torch.permute(torch.view(p, [n, n, -1]), [2, 0, 1]), 0)
  if "attn.fragment_position_bias_table" in w:
    q = torch.index_select(w["attn.fragment_position_bias_table"], 0, pairs)
    q = torch.unsqueeze(torch.permute(torch.view(q, [n, n, -1]), [2, 0, 1]), 0)
    g = torch.unsqueeze(self.apart(torch.select(places, 2, 1)) + self.apart(torch.select(places, 2, 2)), 1)
    p = p * g + q * (1. - g)
  strangers = torch.unsqueeze(torch.gt(self.apart(torch.select(places, 2, 0)), 0.), 1)
  return p - torch.to(strangers, ops.prim.dtype(p)) * 100.

# x: [N, windows, tokens, C] of some windows
def attend(self, x: Tensor, bias: Tensor, w: Dict[str, Tensor], heads: int) -> Tensor:
  n, count, tokens, c = torch.size(x, 0), torch.size(x, 1), torch.size(x, 2), torch.size(x, 3)
  qkv = torch.linear(x, w["attn.qkv.weight"], w["attn.qkv.bias"])
  qkv = torch.permute(torch.view(qkv, [n, count, tokens, 3, heads, c // heads]), [3, 0, 1, 4, 2, 5])
  q = torch.select(qkv, 0, 0) * float(c // heads) ** -0.5
  logits = torch.matmul(q, torch.transpose(torch.select(qkv, 0, 1), -2, -1)) + bias
  y = torch.matmul(torch.softmax(logits, -1), torch.select(qkv, 0, 2))
  return torch.reshape(torch.transpose(y, 2, 3), [n, count, tokens, c])

# places: [windows, tokens, 3]; pairs: rows of the tables. Windows do not see each other: step of them are done at a time,
# since all their pairs of tokens would take much memory.
def block(self, x: Tensor, w: Dict[str, Tensor], places: Tensor, pairs: Tensor, heads: int, window: List[int], shift: List[int], padded: List[int], step: int) -> Tensor:
  d, h, width, c = torch.size(x, 1), torch.size(x, 2), torch.size(x, 3), torch.size(x, 4)
  y = torch.layer_norm(x, [c], w["norm1.weight"], w["norm1.bias"], 1e-05)
  y = torch.constant_pad_nd(y, [0, 0, 0, padded[2] - width, 0, padded[1] - h, 0, padded[0] - d])
  y = self.split(torch.roll(y, [-shift[0], -shift[1], -shift[2]], [1, 2, 3]), window)
  places = torch.to(places, ops.prim.dtype(x))
  parts = annotate(List[Tensor], [])
  total = torch.size(y, 1)
  for i in range((total + step - 1) // step):
    count = min(step, total - i * step)
    bias = self.bias(torch.narrow(places, 0, i * step, count), pairs, w)
    _ = torch.append(parts, self.attend(torch.narrow(y, 1, i * step, count), bias, w, heads))
  y = torch.linear(torch.cat(parts, 1), w["attn.proj.weight"], w["attn.proj.bias"])
  y = torch.roll(self.join(y, window, padded), shift, [1, 2, 3])
  x = x + torch.narrow(torch.narrow(torch.narrow(y, 1, 0, d), 2, 0, h), 3, 0, width)
  y = torch.layer_norm(x, [c], w["norm2.weight"], w["norm2.bias"], 1e-05)
  y = torch.gelu_(torch.linear(y, w["mlp.fc1.weight"], w["mlp.fc1.bias"]))
  return x + torch.linear(y, w["mlp.fc2.weight"], w["mlp.fc2.bias"])
