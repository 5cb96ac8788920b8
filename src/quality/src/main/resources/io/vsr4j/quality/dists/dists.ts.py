# RGB in [0, 1], less the mean of ImageNet's pictures, by their deviation.
def normalised(self, x: Tensor) -> Tensor:
  r = torch.div(torch.sub(torch.narrow(x, 1, 0, 1), 0.485), 0.229)
  g = torch.div(torch.sub(torch.narrow(x, 1, 1, 1), 0.456), 0.224)
  b = torch.div(torch.sub(torch.narrow(x, 1, 2, 1), 0.406), 0.225)
  return torch.cat([r, g, b], 1)

# x, y: [N, C, H, W]; alpha (texture) and beta (structure) hold the weights of all channels, of which these are C -> [N]
def similarity(self, x: Tensor, y: Tensor, alpha: Tensor, beta: Tensor, first: int, count: int) -> Tensor:
  total = torch.add(torch.sum(alpha), torch.sum(beta))
  mx = torch.mean(x, [2, 3], True)
  my = torch.mean(y, [2, 3], True)
  mxy = torch.mul(mx, my)
  texture = torch.div(torch.add(torch.mul(mxy, 2), 1e-06), torch.add(torch.add(torch.mul(mx, mx), torch.mul(my, my)), 1e-06))
  dx = torch.sub(x, mx)
  vx = torch.mean(torch.square_(dx), [2, 3], True)
  dy = torch.sub(y, my)
  vy = torch.mean(torch.square_(dy), [2, 3], True)
  covariance = torch.sub(torch.mean(torch.mul(x, y), [2, 3], True), mxy)
  structure = torch.div(torch.add(torch.mul(covariance, 2), 1e-06), torch.add(torch.add(vx, vy), 1e-06))
  a = torch.div(torch.narrow(alpha, 1, first, count), total)
  b = torch.div(torch.narrow(beta, 1, first, count), total)
  return torch.sum(torch.add(torch.mul(a, texture), torch.mul(b, structure)), [1, 2, 3])
