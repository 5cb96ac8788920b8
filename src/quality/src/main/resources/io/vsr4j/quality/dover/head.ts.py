# Each place by itself: [N, C, T, H, W] -> [N, 1, T, H, W]
def map(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return torch.conv3d(torch.gelu(torch.conv3d(x, w["fc_hid.weight"], w["fc_hid.bias"])), w["fc_last.weight"], w["fc_last.bias"])
