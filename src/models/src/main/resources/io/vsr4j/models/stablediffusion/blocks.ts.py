# The blocks of Stable Diffusion's networks. w: the block's parameters by their names in a checkpoint, after its prefix.
# Tensors are [N, C, H, W], or [N, H * W, C] where a transformer has them as tokens. Sums go into the newest tensor of
# the two, which nothing else holds: that spares a copy and leaves what a gradient may need untouched. conv(x, w, name,
# stride, border) is in conv.ts.py and conv_onednn.ts.py.

# Group norm. On a processor, libtorch takes the variance of a picture that lies channels last as the mean square less
# the square of the mean. Where the mean of a group is many deviations from zero, or a group has so few numbers that they
# happen to be all but equal, that leaves few digits or none; then each channel is laid out in one piece, for which
# libtorch has a better way.
def norm(self, x: Tensor, groups: int, w: Dict[str, Tensor], name: str, eps: float) -> Tensor:
  n, c, height, width = torch.size(x, 0), torch.size(x, 1), torch.size(x, 2), torch.size(x, 3)
  weight, bias = w[name + ".weight"], w[name + ".bias"]
  if torch.is_contiguous(x, memory_format=2) and not ops.prim.is_cuda(x):
    strides = [c * height * width, 1, c * width, c]
    if torch.stride(x) != strides:
      x = torch.as_strided(x, torch.size(x), strides) # where a side is 1, its stride may be any, but not for this norm
    y, mean, scale = torch.native_group_norm(x, weight, bias, n, c, height * width, groups, eps)
    if float(torch.max(torch.abs(torch.mul(mean, scale)))) < 8.0:
      return y
  planes = torch.contiguous(torch.flatten(x, 2), memory_format=0)
  return torch.reshape(torch.group_norm(planes, groups, weight, bias, eps), torch.size(x))

# time: SiLU of the time embedding, [N, T] or [1, T]; None in a network without time.
def resnet(self, x: Tensor, time: Optional[Tensor], w: Dict[str, Tensor], groups_in: int, groups_out: int, eps: float) -> Tensor:
  h = torch.silu_(self.norm(x, groups_in, w, "norm1", eps))
  h = self.conv(h, w, "conv1", 1, 1)
  if time is not None:
    t = torch.linear(time, w["time_emb_proj.weight"], w["time_emb_proj.bias"])
    h = torch.add_(h, torch.unsqueeze(torch.unsqueeze(t, 2), 3))
  h = torch.silu_(self.norm(h, groups_out, w, "norm2", eps))
  h = self.conv(h, w, "conv2", 1, 1)
  if "conv_shortcut.weight" in w:
    x = self.conv(x, w, "conv_shortcut", 1, 0)
  return torch.add_(h, x)

# x [N, L, D] -> [N, heads, L, D / heads]; one text for all N is not copied.
def split(self, x: Tensor, n: int, heads: int) -> Tensor:
  x = torch.transpose(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), heads, -1]), 1, 2)
  return torch.expand(x, [n, -1, -1, -1])

# Queries from x [N, L, C], keys and values from y [N or 1, S, E]; the softmax is scaled by 1 / sqrt(D / heads).
def attention(self, x: Tensor, y: Tensor, w: Dict[str, Tensor], name: str, heads: int) -> Tensor:
  n = torch.size(x, 0)
  q = self.split(torch.linear(x, w[name + "to_q.weight"], w.get(name + "to_q.bias")), n, heads)
  k = self.split(torch.linear(y, w[name + "to_k.weight"], w.get(name + "to_k.bias")), n, heads)
  v = self.split(torch.linear(y, w[name + "to_v.weight"], w.get(name + "to_v.bias")), n, heads)
  a = torch.flatten(torch.transpose(torch.scaled_dot_product_attention(q, k, v), 1, 2), 2)
  return torch.linear(a, w[name + "to_out.0.weight"], w[name + "to_out.0.bias"])

def layer_norm(self, x: Tensor, w: Dict[str, Tensor], name: str) -> Tensor:
  return torch.layer_norm(x, [torch.size(x, -1)], w[name + ".weight"], w[name + ".bias"], 1e-5)

# Half of the first product, times GELU of its other half.
def feed_forward(self, x: Tensor, w: Dict[str, Tensor], name: str) -> Tensor:
  value, gate = torch.chunk(torch.linear(x, w[name + "net.0.proj.weight"], w[name + "net.0.proj.bias"]), 2, -1)
  return torch.linear(torch.mul_(torch.gelu(gate), value), w[name + "net.2.weight"], w[name + "net.2.bias"])

def tokens(self, x: Tensor) -> Tensor:
  return torch.transpose(torch.flatten(x, 2), 1, 2)

def pixels(self, x: Tensor, like: Tensor) -> Tensor:
  return torch.reshape(torch.transpose(x, 1, 2), torch.size(like))

# text: [N or 1, S, E]; None in a network without text, which lacks the block's second norm and attention.
def transformer(self, x: Tensor, text: Optional[Tensor], w: Dict[str, Tensor], groups: int, heads: int) -> Tensor:
  block = "transformer_blocks.0."
  h = self.tokens(self.norm(x, groups, w, "norm", 1e-6))
  h = torch.linear(h, w["proj_in.weight"], w["proj_in.bias"])
  y = self.layer_norm(h, w, block + "norm1")
  h = torch.add_(self.attention(y, y, w, block + "attn1.", heads), h)
  if text is not None:
    y = self.layer_norm(h, w, block + "norm2")
    h = torch.add_(self.attention(y, text, w, block + "attn2.", heads), h)
  y = self.layer_norm(h, w, block + "norm3")
  h = torch.add_(self.feed_forward(y, w, block + "ff."), h)
  h = torch.linear(h, w["proj_out.weight"], w["proj_out.bias"])
  return torch.add_(self.pixels(h, x), x)

# Of an autoencoder: one head as wide as the picture is deep.
def vae_attention(self, x: Tensor, w: Dict[str, Tensor], groups: int, eps: float) -> Tensor:
  h = self.tokens(self.norm(x, groups, w, "group_norm", eps))
  return torch.add_(self.pixels(self.attention(h, h, w, "", 1), x), x)

# Of a UNet: the picture has a border of zeros all around.
def downsample(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return self.conv(x, w, "conv", 2, 1)

# Of an encoder: the border is at the right and the bottom only.
def vae_downsample(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return self.conv(torch.pad(x, [0, 1, 0, 1]), w, "conv", 2, 0)

def upsample(self, x: Tensor, w: Dict[str, Tensor], size: List[int]) -> Tensor:
  return self.conv(torch.upsample_nearest2d(x, size), w, "conv", 1, 1)

def conv_in(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return self.conv(x, w, "conv_in", 1, 1)

def conv_out(self, x: Tensor, w: Dict[str, Tensor], groups: int, eps: float) -> Tensor:
  h = torch.silu_(self.norm(x, groups, w, "conv_norm_out", eps))
  return self.conv(h, w, "conv_out", 1, 1)

# timestep [], [1] or [N] -> SiLU of the embedding, which is all that the blocks use. The cosines are in single
# precision whatever the network computes in: half precision has no 999 apart from 999.4.
def time_embedding(self, timestep: Tensor, w: Dict[str, Tensor], width: int) -> Tensor:
  half = width >> 1
  k = torch.arange(half, dtype=6, device=ops.prim.device(timestep))
  frequency = torch.exp(torch.div(torch.mul(k, -9.210340371976184), half)) # -ln(10000)
  angle = torch.mul(torch.reshape(torch.to(timestep, 6), [-1, 1]), frequency)
  e = torch.pad(torch.cat([torch.cos(angle), torch.sin(angle)], 1), [0, width - 2 * half])
  e = torch.to(e, ops.prim.dtype(w["linear_1.weight"]))
  e = torch.silu_(torch.linear(e, w["linear_1.weight"], w["linear_1.bias"]))
  return torch.silu_(torch.linear(e, w["linear_2.weight"], w["linear_2.bias"]))

# Before and after an autoencoder's latent.
def pointwise(self, x: Tensor, w: Dict[str, Tensor], name: str) -> Tensor:
  return self.conv(x, w, name, 1, 0)

def mean(self, moments: Tensor) -> Tensor:
  mean, log_variance = torch.chunk(moments, 2, 1)
  return torch.clone(mean, memory_format=0)

def deviation(self, moments: Tensor) -> Tensor:
  mean, log_variance = torch.chunk(moments, 2, 1)
  return torch.exp(torch.mul(torch.clamp(log_variance, -30.0, 20.0), 0.5))

# Before the first use of a filter: its elements in another order in memory, in the same tensor.
def channels_last(self, w: Tensor) -> None:
  _ = torch.set_(w, torch.contiguous(w, memory_format=2))
