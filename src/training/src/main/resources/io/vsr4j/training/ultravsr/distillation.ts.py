# Spatio-temporal joint distillation. Latents of a clip, [T, C, H, W].

# The gradient that latents get (eq. 9 to 11), from what either network takes for the clean video. Apart from w it is u
# plus lambda D^T D u, with u the difference of the two and D that of consecutive frames.
def direction(self, z: Tensor, fake: Tensor, real: Tensor, weight: float) -> Tensor:
  u = torch.sub(fake, real)
  d = torch.sub(torch.narrow(u, 0, 1, torch.size(u, 0) - 1), torch.narrow(u, 0, 0, torch.size(u, 0) - 1))
  before = torch.pad(d, [0, 0, 0, 0, 0, 0, 1, 0])
  after = torch.pad(d, [0, 0, 0, 0, 0, 0, 0, 1])
  g = torch.add(u, torch.sub(before, after), alpha=weight)
  return torch.div(g, torch.clamp_min(torch.mean(torch.abs(torch.sub(z, real))), 1e-6))

# Its gradient with respect to z is g / elements of z.
def loss(self, z: Tensor, g: Tensor) -> Tensor:
  target = torch.detach(torch.sub(z, g))
  return torch.mul(torch.mean(torch.square(torch.sub(z, target))), 0.5)
