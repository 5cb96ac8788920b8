# Colour matching of a restored window x [n, 3, H, W] to its source y [n, 3, h, w], in place and frame by frame, so that no
# more than a few frames are held beside the window.

# Mean and unbiased deviation of each channel become the source's, at its own size. Where the result is flat there is no
# deviation to divide by, and only the mean counts.
def transfer(self, x: Tensor, y: Tensor) -> Tensor:
  dx, mx = torch.std_mean(x, [0, 2, 3], True, True)
  dy, my = torch.std_mean(y, [0, 2, 3], True, True)
  return torch.add_(torch.mul_(torch.sub_(x, mx), dy / torch.clamp_min(dx, 1e-6)), my)

# Each frame by itself.
def transfer_frames(self, x: Tensor, y: Tensor) -> Tensor:
  for t in range(torch.size(x, 0)):
    self.transfer(torch.narrow(x, 0, t, 1), torch.narrow(y, 0, t, 1))
  return x

# One low-pass of the a-trous wavelet transform: [1, 2, 1] / 4 with holes along both axes, edges repeated.
def blur(self, x: Tensor, r: int) -> Tensor:
  h = torch.size(x, 2)
  w = torch.size(x, 3)
  p = torch.pad(x, [0, 0, r, r], "replicate")
  x = torch.narrow(p, 2, 0, h) * 0.25 + torch.narrow(p, 2, r, h) * 0.5 + torch.narrow(p, 2, 2 * r, h) * 0.25
  p = torch.pad(x, [r, r, 0, 0], "replicate")
  return torch.narrow(p, 3, 0, w) * 0.25 + torch.narrow(p, 3, r, w) * 0.5 + torch.narrow(p, 3, 2 * r, w) * 0.25

# The lowest of six wavelet bands becomes the source's: high(x) + low(y) = x + low(y - x).
def wavelet(self, x: Tensor, y: Tensor) -> Tensor:
  for t in range(torch.size(x, 0)):
    to = torch.narrow(x, 0, t, 1)
    low = torch.upsample_bicubic2d(torch.narrow(y, 0, t, 1), [torch.size(x, 2), torch.size(x, 3)], False, None) - to
    for level in range(5):
      low = self.blur(low, 1 << level)
    torch.add_(to, low)
  return x
