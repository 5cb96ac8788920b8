# ConvNeXt. Maps are [N, C, H, W]; w holds the parameters of one block or layer; norms go over the channels of one place.

def norm(self, x: Tensor, weight: Tensor, bias: Tensor, eps: float) -> Tensor:
  y = torch.layer_norm(torch.permute(x, [0, 2, 3, 1]), [torch.size(x, 1)], weight, bias, eps)
  return torch.permute(y, [0, 3, 1, 2])

# RGB from -1 to 1, less the mean of the pictures that CLIP was trained with, by their deviation, in the published digits.
def normalised(self, x: Tensor) -> Tensor:
  x = torch.add(torch.mul(x, 0.5), 0.5)
  r = torch.div(torch.sub(torch.narrow(x, 1, 0, 1), 0.48145466), 0.26862954)
  g = torch.div(torch.sub(torch.narrow(x, 1, 1, 1), 0.4578275), 0.26130258)
  b = torch.div(torch.sub(torch.narrow(x, 1, 2, 1), 0.40821073), 0.27577711)
  return torch.cat([r, g, b], 1)

def stem(self, x: Tensor, w: Dict[str, Tensor], eps: float) -> Tensor:
  return self.norm(torch.conv2d(self.normalised(x), w["0.weight"], w["0.bias"], [4, 4]), w["1.weight"], w["1.bias"], eps)

def halve(self, x: Tensor, w: Dict[str, Tensor], eps: float) -> Tensor:
  return torch.conv2d(self.norm(x, w["0.weight"], w["0.bias"], eps), w["1.weight"], w["1.bias"], [2, 2])

def block(self, x: Tensor, w: Dict[str, Tensor], eps: float) -> Tensor:
  c = torch.size(x, 1)
  h = torch.conv2d(x, w["conv_dw.weight"], w["conv_dw.bias"], [1, 1], [3, 3], [1, 1], c)
  h = torch.layer_norm(torch.permute(h, [0, 2, 3, 1]), [c], w["norm.weight"], w["norm.bias"], eps)
  h = torch.linear(torch.gelu(torch.linear(h, w["mlp.fc1.weight"], w["mlp.fc1.bias"])), w["mlp.fc2.weight"], w["mlp.fc2.bias"])
  return x + torch.permute(torch.mul(h, w["gamma"]), [0, 3, 1, 2])
