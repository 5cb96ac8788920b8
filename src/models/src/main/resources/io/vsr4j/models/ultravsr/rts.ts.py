# Recurrent Temporal Shift: what a frame learns of the one before and the one after. x: [n, C, H, W], frames of a clip in
# order; here: what their reduction gave, [n, c, H, W]; before and after: the same of the one frame on either side,
# [1, c, H, W], None beyond the ends of the clip. w: the unit's parameters.

def conv(self, x: Tensor, w: Dict[str, Tensor], name: str) -> Tensor:
  border = torch.size(w[name + ".weight"], 3) >> 1
  return torch.conv2d(x, w[name + ".weight"], w[name + ".bias"], [1, 1], [border, border])

# Agg_i = [P of frame i - 1, Q of frame i, R of frame i + 1], zeros for frames that there are not.
def aggregated(self, before: Optional[Tensor], here: Tensor, after: Optional[Tensor]) -> Tensor:
  n = torch.size(here, 0)
  p, q, r = torch.chunk(here, 3, 1)
  third = torch.size(p, 1)
  first = torch.zeros_like(torch.narrow(p, 0, 0, 1))
  if before is not None:
    first = torch.narrow(before, 1, 0, third)
  last = torch.zeros_like(first)
  if after is not None:
    last = torch.narrow(after, 1, 2 * third, third)
  p = torch.cat([first, torch.narrow(p, 0, 0, n - 1)], 0)
  r = torch.cat([torch.narrow(r, 0, 1, n - 1), last], 0)
  return torch.cat([p, q, r], 1)

def convolution(self, x: Tensor, before: Optional[Tensor], here: Tensor, after: Optional[Tensor], w: Dict[str, Tensor]) -> Tensor:
  h = torch.relu(self.conv(self.aggregated(before, here, after), w, "conv1"))
  h = self.conv(self.conv(h, w, "conv2"), w, "expand")
  return torch.add_(h, x)

# [n, c, H, W] -> [n, 1, H * W, c]; only where a token's numbers lie together does libtorch spare the matrix of weights.
def tokens(self, x: Tensor) -> Tensor:
  return torch.unsqueeze(torch.contiguous(torch.transpose(torch.flatten(x, 2), 1, 2)), 1)

# What the queries q from frame first on find in as many other frames as there are in kv, zeros for all other queries.
# However large q and k are: libtorch multiplies them in single precision, or scales both before.
def look(self, q: Tensor, kv: Tensor, first: int) -> Tensor:
  n, count = torch.size(q, 0), torch.size(kv, 0)
  k, v = torch.chunk(self.tokens(kv), 2, 3)
  found = torch.scaled_dot_product_attention(torch.narrow(q, 0, first, count), k, v)
  return torch.pad(found, [0, 0, 0, 0, 0, 0, first, n - first - count])

# The sum of three attentions of one head, each with a softmax of its own. A frame of zeros would add nothing.
def attention(self, x: Tensor, before: Optional[Tensor], here: Tensor, after: Optional[Tensor], w: Dict[str, Tensor]) -> Tensor:
  n, width = torch.size(here, 0), torch.size(w["out.weight"], 1)
  q = self.tokens(torch.narrow(here, 1, 0, width))
  kv = torch.narrow(here, 1, width, 2 * width)
  past = torch.narrow(kv, 0, 0, n - 1)
  if before is not None:
    past = torch.cat([torch.narrow(before, 1, width, 2 * width), past], 0)
  future = torch.narrow(kv, 0, 1, n - 1)
  if after is not None:
    future = torch.cat([future, torch.narrow(after, 1, width, 2 * width)], 0)
  found = self.look(q, kv, 0)
  if torch.size(past, 0) > 0:
    found = torch.add(found, self.look(q, past, n - torch.size(past, 0)))
  if torch.size(future, 0) > 0:
    found = torch.add(found, self.look(q, future, 0))
  h = torch.transpose(torch.squeeze(found, 1), 1, 2)
  h = torch.reshape(h, [n, width, torch.size(x, 2), torch.size(x, 3)])
  return torch.add_(self.conv(h, w, "out"), x)

def frame(self, x: Tensor, index: int) -> Tensor:
  return torch.clone(torch.narrow(x, 0, index, 1))
