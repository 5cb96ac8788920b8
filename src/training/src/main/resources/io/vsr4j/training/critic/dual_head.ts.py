# What follows a critic's backbone. x: [B * T, C, H, W], the frames of each clip one after the other.

def along_time(self, x: Tensor, weight: Tensor, bias: Tensor, frames: int) -> Tensor:
  c, h, wide = torch.size(x, 1), torch.size(x, 2), torch.size(x, 3)
  y = torch.permute(torch.reshape(x, [-1, frames, c, h * wide]), [0, 2, 1, 3])
  y = torch.conv2d(y, torch.unsqueeze(weight, 3), bias, [1, 1], [1, 0])
  return torch.reshape(torch.permute(y, [0, 2, 1, 3]), [-1, torch.size(weight, 0), h, wide])

# Not in the paper: the activation. Critics usually have this one.
def tail(self, x: Tensor, w: Dict[str, Tensor], frames: int) -> Tensor:
  h = torch.leaky_relu_(torch.conv2d(x, w["tail.0.weight"], w["tail.0.bias"], [1, 1], [1, 1]), 0.2)
  h = torch.leaky_relu_(self.along_time(h, w["tail.1.weight"], w["tail.1.bias"], frames), 0.2)
  return torch.leaky_relu_(torch.conv2d(h, w["tail.2.weight"], w["tail.2.bias"], [1, 1], [1, 1]), 0.2)

def head(self, x: Tensor, w: Dict[str, Tensor], name: str) -> Tensor:
  return torch.conv2d(x, w[name + ".weight"], w[name + ".bias"])
