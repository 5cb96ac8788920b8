# Where channels lie side by side in memory, clips [B * T, C, H, W] are pictures [B, C, T, H * W] as they are, and what is
# a convolution along time there is one along the first axis here, which libraries are good at.
def over_time(self, x: Tensor, w: Dict[str, Tensor], name: str) -> Tensor:
  # Not in the paper: what lies before the first frame and after the last one. Zeros do.
  return torch.conv2d(x, torch.unsqueeze(w[name + ".weight"], 3), w[name + ".bias"], [1, 1], [1, 0])

def block(self, x: Tensor, w: Dict[str, Tensor], frames: int) -> Tensor:
  n, c, h, wide = torch.size(x, 0), torch.size(x, 1), torch.size(x, 2), torch.size(x, 3)
  y = torch.reshape(torch.permute(x, [0, 2, 3, 1]), [-1, frames, h * wide, c])
  y = torch.permute(y, [0, 3, 1, 2])
  y = self.over_time(torch.relu_(self.over_time(y, w, "conv1")), w, "conv2")
  y = torch.reshape(torch.permute(y, [0, 2, 3, 1]), [n, h, wide, c])
  return torch.add_(torch.permute(y, [0, 3, 1, 2]), x)
