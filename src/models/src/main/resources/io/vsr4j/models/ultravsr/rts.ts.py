# Recurrent Temporal Shift: what a frame learns of the one before and the one after. x: [n, C, H, W], frames of a clip in
# order; the result is that of frames first .. first + count - 1. Beyond x lies the end of the clip, unless nobody asks
# for the frames at that end. w: the unit's parameters.

def conv(self, x: Tensor, w: Dict[str, Tensor], name: str) -> Tensor:
  border = torch.size(w[name + ".weight"], 3) >> 1
  return torch.conv2d(x, w[name + ".weight"], w[name + ".bias"], [1, 1], [border, border])

# Frames of x from first on, zeros outside.
def cut(self, x: Tensor, first: int, count: int) -> Tensor:
  n = torch.size(x, 0)
  low = max(first, 0)
  high = min(first + count, n)
  inside = torch.narrow(x, 0, low, max(high - low, 0))
  if high - low < count:
    inside = torch.pad(inside, [0, 0, 0, 0, 0, 0, low - first, first + count - high])
  return inside

# Agg_i = [P of frame i - 1, Q of frame i, R of frame i + 1]
def convolution(self, x: Tensor, w: Dict[str, Tensor], first: int, count: int) -> Tensor:
  p, q, r = torch.chunk(self.conv(x, w, "reduce"), 3, 1)
  h = torch.cat([self.cut(p, first - 1, count), self.cut(q, first, count), self.cut(r, first + 1, count)], 1)
  h = torch.relu(self.conv(h, w, "conv1"))
  h = self.conv(self.conv(h, w, "conv2"), w, "expand")
  return torch.add(torch.narrow(x, 0, first, count), h)

# Queries of frames from .. from + count - 1, keys and values of the frames that lie by some offset after them.
def look(self, q: Tensor, k: Tensor, v: Tensor, start: int, count: int, offset: int) -> Tensor:
  return torch.scaled_dot_product_attention(
    torch.narrow(q, 0, start, count), torch.narrow(k, 0, start + offset, count), torch.narrow(v, 0, start + offset, count))

# The sum of three attentions of one head, each with a softmax of its own. A frame of zeros would add nothing.
def attention(self, x: Tensor, w: Dict[str, Tensor], first: int, count: int) -> Tensor:
  n = torch.size(x, 0)
  tokens = torch.unsqueeze(torch.transpose(torch.flatten(self.conv(x, w, "qkv"), 2), 1, 2), 1)
  q, k, v = torch.chunk(tokens, 3, 3)
  mixed = self.look(q, k, v, first, count, 0)
  late = max(1 - first, 0)
  if count > late:
    mixed = torch.add(mixed, torch.pad(self.look(q, k, v, first + late, count - late, -1), [0, 0, 0, 0, 0, 0, late, 0]))
  early = max(first + count + 1 - n, 0)
  if count > early:
    mixed = torch.add(mixed, torch.pad(self.look(q, k, v, first, count - early, 1), [0, 0, 0, 0, 0, 0, 0, early]))
  h = torch.transpose(torch.squeeze(mixed, 1), 1, 2)
  h = torch.reshape(h, [count, -1, torch.size(x, 2), torch.size(x, 3)])
  return torch.add(torch.narrow(x, 0, first, count), self.conv(h, w, "out"))

def frame(self, x: Tensor, index: int) -> Tensor:
  return torch.clone(torch.narrow(x, 0, index, 1))
