# RGB in [0, 1] as the classifiers want it: from [-1, 1], less a shift, by a scale, in the published digits.
def scaled(self, x: Tensor) -> Tensor:
  x = torch.sub(torch.mul(x, 2.0), 1.0)
  r = torch.div(torch.sub(torch.narrow(x, 1, 0, 1), -0.030), 0.458)
  g = torch.div(torch.sub(torch.narrow(x, 1, 1, 1), -0.088), 0.448)
  b = torch.div(torch.sub(torch.narrow(x, 1, 2, 1), -0.188), 0.450)
  return torch.cat([r, g, b], 1)

# Each place's features of length 1. Where all of them are zero the root has no slope: the limit keeps gradients finite.
def unit(self, x: Tensor) -> Tensor:
  length = torch.sqrt(torch.clamp_min(torch.sum(torch.mul(x, x), [1], True), 1e-30))
  return torch.div(x, torch.add(length, 1e-10))

# Features of one depth, [N, C, H, W], and a weight for each channel -> [N]
def distance(self, x: Tensor, y: Tensor, weight: Tensor) -> Tensor:
  d = torch.sub_(self.unit(x), self.unit(y))
  return torch.reshape(torch.mean(torch.conv2d(torch.square_(d), weight), [2, 3]), [-1])

def stacked(self, layers: List[Tensor]) -> Tensor:
  return torch.stack(layers, 0)

# [5, N] -> [N, 1, 1, 1]
def total(self, layers: Tensor) -> Tensor:
  return torch.view(torch.sum(layers, [0]), [-1, 1, 1, 1])
