# Which pixels can be followed. `f`: flow from this frame to the next; `back`: flow from the next to this one, fetched along `f`.
def followed(self, f: Tensor, back: Tensor) -> Tensor:
  h = torch.size(f, 2)
  w = torch.size(f, 3)
  lost = f + back
  length = torch.sum(f * f, [1], True)
  far = torch.sum(back * back, [1], True) + length
  returns = torch.le(torch.sum(lost * lost, [1], True), far * 0.01 + 0.5)
  right = torch.narrow(f, 3, 1, w - 1) - torch.narrow(f, 3, 0, w - 1)
  below = torch.narrow(f, 2, 1, h - 1) - torch.narrow(f, 2, 0, h - 1)
  across = torch.constant_pad_nd(torch.sum(right * right, [1], True), [0, 1, 0, 0], 0.)
  down = torch.constant_pad_nd(torch.sum(below * below, [1], True), [0, 0, 0, 1], 0.)
  smooth = torch.le(across + down, length * 0.01 + 0.002)
  return torch.to(torch.logical_and(returns, smooth), 6)

# Sum of squared differences of the pixels that can be followed, and how many numbers that are.
def error(self, frame: Tensor, warped: Tensor, mask: Tensor) -> Tensor:
  d = (frame - warped) * mask
  return torch.stack([torch.sum(d * d), torch.sum(mask) * 3.])
