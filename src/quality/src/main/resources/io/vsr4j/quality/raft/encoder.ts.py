# w holds the tensors of one block, or of the encoder's two ends.

# Batch norm with the running statistics where it has some, instance norm if asked, else nothing.
def normed(self, x: Tensor, w: Dict[str, Tensor], name: str, instance: bool) -> Tensor:
  if torch.__contains__(w, name + ".1.weight"):
    return torch.batch_norm(x, w[name + ".1.weight"], w[name + ".1.bias"], w[name + ".1.running_mean"], w[name + ".1.running_var"], False, 0., 1e-05, False)
  if instance:
    return torch.instance_norm(x, None, None, None, None, True, 0., 1e-05, False)
  return x

# Convolution and norm.
def linear_layer(self, x: Tensor, w: Dict[str, Tensor], name: str, stride: int, instance: bool) -> Tensor:
  weight = w[name + ".0.weight"]
  p = torch.size(weight, 2) // 2
  return self.normed(torch.conv2d(x, weight, w[name + ".0.bias"], [stride, stride], [p, p]), w, name, instance)

def layer(self, x: Tensor, w: Dict[str, Tensor], name: str, stride: int, instance: bool) -> Tensor:
  return torch.relu(self.linear_layer(x, w, name, stride, instance))

def joined(self, x: Tensor, h: Tensor, w: Dict[str, Tensor], stride: int, instance: bool) -> Tensor:
  if torch.__contains__(w, "downsample.0.weight"):
    x = self.linear_layer(x, w, "downsample", stride, instance)
  return torch.relu(torch.add(x, h))

def residual(self, x: Tensor, w: Dict[str, Tensor], stride: int, instance: bool) -> Tensor:
  h = self.layer(x, w, "convnormrelu1", stride, instance)
  h = self.layer(h, w, "convnormrelu2", 1, instance)
  return self.joined(x, h, w, stride, instance)

def bottleneck(self, x: Tensor, w: Dict[str, Tensor], stride: int, instance: bool) -> Tensor:
  h = self.layer(x, w, "convnormrelu1", 1, instance)
  h = self.layer(h, w, "convnormrelu2", stride, instance)
  h = self.layer(h, w, "convnormrelu3", 1, instance)
  return self.joined(x, h, w, stride, instance)

def output(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return torch.conv2d(x, w["conv.weight"], w["conv.bias"])
