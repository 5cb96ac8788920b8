# Maps are [N, C, T, H, W]. w holds the parameters of one block or layer; norms go over the channels of one place.

def norm(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  y = torch.layer_norm(torch.permute(x, [0, 2, 3, 4, 1]), [torch.size(x, 1)], weight, bias, 1e-06)
  return torch.permute(y, [0, 4, 1, 2, 3])

# What does not fill a patch is dropped.
def embed(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return self.norm(torch.conv3d(x, w["0.weight"], w["0.bias"], [2, 4, 4]), w["1.weight"], w["1.bias"])

def halve(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  x = torch.contiguous(self.norm(x, w["0.weight"], w["0.bias"]), memory_format=0)
  return torch.conv3d(x, w["1.weight"], w["1.bias"], [1, 2, 2])

# Channels by how much they vary compared with the others. The norm goes over time and rows and keeps the columns, which
# is what the published weights were trained with. x: [N, T, H, W, C]
def respond(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  g = torch.linalg_vector_norm(x, 2, [1, 2], True)
  n = g / (torch.mean(g, [-1], True) + 1e-06)
  return w["grn.gamma"] * (x * n) + w["grn.beta"] + x

def block(self, x: Tensor, w: Dict[str, Tensor], kernel: int) -> Tensor:
  c = torch.size(x, 1)
  x = torch.contiguous(x, memory_format=0)
  h = torch.conv3d(x, w["dwconv.weight"], w["dwconv.bias"], [1, 1, 1], [kernel // 2, 3, 3], [1, 1, 1], c)
  h = torch.layer_norm(torch.permute(h, [0, 2, 3, 4, 1]), [c], w["norm.weight"], w["norm.bias"], 1e-06)
  h = torch.gelu_(torch.linear(h, w["pwconv1.weight"], w["pwconv1.bias"]))
  if "grn.gamma" in w:
    h = self.respond(h, w)
  h = torch.linear(h, w["pwconv2.weight"], w["pwconv2.bias"])
  if "gamma" in w:
    h = h * w["gamma"]
  return x + torch.permute(h, [0, 4, 1, 2, 3])

def leave(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return torch.contiguous(self.norm(x, w["weight"], w["bias"]), memory_format=0)
