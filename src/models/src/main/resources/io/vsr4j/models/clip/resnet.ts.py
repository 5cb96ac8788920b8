# Convolution without a bias, then batch norm with the running statistics.
def conv_norm(self, x: Tensor, w: Dict[str, Tensor], conv: str, norm: str, stride: int, padding: int) -> Tensor:
  x = torch.conv2d(x, w[conv + ".weight"], None, [stride, stride], [padding, padding])
  return torch.batch_norm(x, w[norm + ".weight"], w[norm + ".bias"], w[norm + ".running_mean"], w[norm + ".running_var"], False, 0., 1e-05, False)

# x: RGB, [N, 3, H, W] -> [N, C, H / 4, W / 4]
def stem(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  x = torch.relu((self).conv_norm(x, w, "conv1", "bn1", 2, 1, ))
  x = torch.relu((self).conv_norm(x, w, "conv2", "bn2", 1, 1, ))
  x = torch.relu((self).conv_norm(x, w, "conv3", "bn3", 1, 1, ))
  return torch.avg_pool2d(x, [2, 2])

# The stride is an average before the last convolution and before the one of the shortcut.
def bottleneck(self, x: Tensor, w: Dict[str, Tensor], stride: int) -> Tensor:
  h = torch.relu((self).conv_norm(x, w, "conv1", "bn1", 1, 0, ))
  h = torch.relu((self).conv_norm(h, w, "conv2", "bn2", 1, 1, ))
  if stride > 1:
    h = torch.avg_pool2d(h, [stride, stride])
  h = (self).conv_norm(h, w, "conv3", "bn3", 1, 0, )
  if "downsample.0.weight" in w:
    if stride > 1:
      x = torch.avg_pool2d(x, [stride, stride])
    x = (self).conv_norm(x, w, "downsample.0", "downsample.1", 1, 0, )
  return torch.relu(torch.add(h, x))

# The mean token asks, all places answer. x: [N, C, H, W] -> [N, output]
def attention_pool(self, x: Tensor, w: Dict[str, Tensor], heads: int, with_positions: bool) -> Tensor:
  n = torch.size(x, 0)
  c = torch.size(x, 1)
  places = torch.transpose(torch.flatten(x, 2), 1, 2)
  tokens = torch.cat([torch.mean(places, [1], True), places], 1)
  l = torch.size(tokens, 1)
  if with_positions:
    table = w["positional_embedding"]
    if l != torch.size(table, 0):
      image = torch.view(table, [1, 1, torch.size(table, 0), c])
      table = torch.view(torch.upsample_bicubic2d(image, [l, c], False), [l, c])
    tokens = torch.add(tokens, table)
  q = torch.linear(torch.narrow(tokens, 1, 0, 1), w["q_proj.weight"], w["q_proj.bias"])
  k = torch.linear(tokens, w["k_proj.weight"], w["k_proj.bias"])
  v = torch.linear(tokens, w["v_proj.weight"], w["v_proj.bias"])
  q = torch.transpose(torch.view(q, [n, 1, heads, c // heads]), 1, 2)
  k = torch.transpose(torch.view(k, [n, l, heads, c // heads]), 1, 2)
  v = torch.transpose(torch.view(v, [n, l, heads, c // heads]), 1, 2)
  h = torch.scaled_dot_product_attention(q, k, v)
  h = torch.reshape(torch.transpose(h, 1, 2), [n, c])
  return torch.linear(h, w["c_proj.weight"], w["c_proj.bias"])

# x: RGB in [0, 1], [N, 3, H, W]; mean and std of each colour in the pictures that CLIP was trained on
def normalise(self, x: Tensor, mean: List[float], std: List[float]) -> Tensor:
  colours = annotate(List[Tensor], [])
  for c in range(3):
    colours = torch.append(colours, torch.div(torch.sub(torch.narrow(x, 1, c, 1), mean[c]), std[c]))
  return torch.cat(colours, 1)
