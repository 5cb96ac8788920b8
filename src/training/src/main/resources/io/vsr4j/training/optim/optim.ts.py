# Gradients with respect to the inputs of outputs that are weighted; an empty array for an input that nothing reaches.
def gradients(self, outputs: List[Tensor], weights: List[Tensor], inputs: List[Tensor], retain: bool) -> List[Tensor]:
  recorded = annotate(List[Tensor], [])
  seeds = annotate(List[Optional[Tensor]], [])
  for i in range(len(outputs)):
    if outputs[i].requires_grad:
      recorded.append(outputs[i])
      seeds.append(weights[i])
  result = annotate(List[Tensor], [])
  if len(recorded) == 0:
    for i in range(len(inputs)):
      result.append(torch.empty([0], dtype=6))
  else:
    found = torch.grad(recorded, inputs, seeds, retain, False, True)
    for i in range(len(found)):
      one = found[i]
      if one is None:
        result.append(torch.empty([0], dtype=6))
      else:
        result.append(one)
  return result

# 1 for an array that a gradient reaches, else 0.
def reached(self, arrays: List[Tensor]) -> Tensor:
  flags = torch.zeros([len(arrays)], dtype=6)
  for i in range(len(arrays)):
    if arrays[i].requires_grad:
      torch.fill_(torch.select(flags, 0, i), 1)
  return flags

def add(self, sums: List[Tensor], more: List[Tensor]) -> None:
  torch._foreach_add_(sums, more, alpha=1)

# Norm of all numbers together, in float32.
def norm(self, gradients: List[Tensor]) -> Tensor:
  return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients, 2, dtype=6)), 2)

# Gradients may be shared between parameters and are not written to.
def adam(self, values: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor], factor: float, rate: float, beta1: float, beta2: float, decay: float, epsilon: float, decoupled: bool) -> None:
  none = annotate(List[Tensor], [])
  exact = annotate(List[Tensor], [])
  for i in range(len(gradients)):
    exact.append(torch.contiguous(torch.to(gradients[i], 6)))
  if factor != 1.0:
    exact = torch._foreach_mul(exact, factor)
  torch._foreach_add_(steps, 1)
  if decoupled:
    torch._fused_adamw_(values, exact, means, squares, none, steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
  else:
    torch._fused_adam_(values, exact, means, squares, none, steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)

# averages += (values - averages) * share
def approach(self, averages: List[Tensor], values: List[Tensor], share: float) -> None:
  torch._foreach_lerp_(averages, values, share)

# 1 if every number of every array is finite, else 0.
def finite(self, arrays: List[Tensor]) -> Tensor:
  whole = torch.ones([], dtype=6)
  for i in range(len(arrays)):
    whole = torch.mul(whole, torch.to(torch.all(torch.isfinite(arrays[i])), "cpu", 6))
  return whole

# A matrix whose singular values are brought from 0 .. 1 to about 0.7 .. 1.2.
def orthogonal(self, x: Tensor) -> Tensor:
  tall = torch.size(x, 0) > torch.size(x, 1)
  if tall:
    x = torch.transpose(x, 0, 1)
  x = x / (torch.linalg_vector_norm(x, 2) + 1e-7)
  for i in range(5):
    a = torch.mm(x, torch.transpose(x, 0, 1))
    x = x * 3.4445 + torch.mm(a * -4.775 + torch.mm(a, a) * 2.0315, x)
  return torch.transpose(x, 0, 1) if tall else x

def muon(self, values: List[Tensor], gradients: List[Tensor], means: List[Tensor], factor: float, rate: float, momentum: float, decay: float) -> None:
  for i in range(len(values)):
    g = torch.to(gradients[i], 6) * factor
    torch.lerp_(means[i], g, 1. - momentum)
    u = torch.flatten(torch.contiguous(torch.lerp(g, means[i], momentum)), 1, -1)
    rows, columns = float(torch.size(u, 0)), float(torch.size(u, 1))
    step = torch.reshape(self.orthogonal(u), torch.size(values[i]))
    torch.mul_(values[i], 1. - rate * decay)
    torch.add_(values[i], step, alpha=-rate * (max(1., rows / columns) ** 0.5))
