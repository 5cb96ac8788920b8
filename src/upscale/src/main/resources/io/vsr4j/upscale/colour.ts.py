# Colour matching of a restored window x [n, 3, H, W] to its source y [n, 3, h, w].

# Mean and unbiased deviation of each channel over the whole window become the source's.
def mean_std(self, x: Tensor, y: Tensor) -> Tensor:
  dx, mx = torch.std_mean(x, [0, 2, 3], True, True)
  dy, my = torch.std_mean(y, [0, 2, 3], True, True)
  return (x - mx) * (dy / torch.clamp_min(dx, 1e-6)) + my

# One low-pass of the a-trous wavelet transform: [1, 2, 1] / 4 with holes along both axes, edges repeated.
def blur(self, x: Tensor, r: int) -> Tensor:
  h = torch.size(x, 2)
  w = torch.size(x, 3)
  p = torch.pad(x, [0, 0, r, r], "replicate")
  x = torch.narrow(p, 2, 0, h) * 0.25 + torch.narrow(p, 2, r, h) * 0.5 + torch.narrow(p, 2, 2 * r, h) * 0.25
  p = torch.pad(x, [r, r, 0, 0], "replicate")
  return torch.narrow(p, 3, 0, w) * 0.25 + torch.narrow(p, 3, r, w) * 0.5 + torch.narrow(p, 3, 2 * r, w) * 0.25

def low(self, x: Tensor) -> Tensor:
  for level in range(5):
    x = self.blur(x, 1 << level)
  return x

# The lowest of six wavelet bands becomes the source's, frame by frame.
def wavelet(self, x: Tensor, y: Tensor) -> Tensor:
  y = torch.upsample_bicubic2d(y, [torch.size(x, 2), torch.size(x, 3)], False, None)
  return x + self.low(y - x)
