# w holds one layer, by the names of the published checkpoints. No matrix has a bias, no product is scaled.

# Which places may be looked at and how far they are, added before the softmax: [N, heads, L, L].
# table: [buckets, heads], buckets: [L, L], mask: [N, L], 1 where there is a token
def position_bias(self, table: Tensor, buckets: Tensor, mask: Tensor) -> Tensor:
  bias = torch.unsqueeze(torch.permute(torch.embedding(table, buckets), [2, 0, 1]), 0)
  hidden = torch.view(torch.eq(mask, 0), [torch.size(mask, 0), 1, 1, torch.size(mask, 1)])
  return torch.masked_fill(bias, hidden, -1e+30)

def attention(self, x: Tensor, w: Dict[str, Tensor], bias: Tensor, heads: int, eps: float) -> Tensor:
  n = torch.size(x, 0)
  l = torch.size(x, 1)
  h = torch.rms_norm(x, [torch.size(x, 2)], w["layer_norm.weight"], eps)
  q = torch.transpose(torch.reshape(torch.linear(h, w["SelfAttention.q.weight"]), [n, l, heads, -1]), 1, 2)
  k = torch.transpose(torch.reshape(torch.linear(h, w["SelfAttention.k.weight"]), [n, l, heads, -1]), 1, 2)
  v = torch.transpose(torch.reshape(torch.linear(h, w["SelfAttention.v.weight"]), [n, l, heads, -1]), 1, 2)
  h = torch.scaled_dot_product_attention(q, k, v, bias, 0., False, scale=1.)
  h = torch.reshape(torch.transpose(h, 1, 2), [n, l, -1])
  return torch.add(x, torch.linear(h, w["SelfAttention.o.weight"]))

def feed_forward(self, x: Tensor, w: Dict[str, Tensor], eps: float) -> Tensor:
  h = torch.rms_norm(x, [torch.size(x, 2)], w["layer_norm.weight"], eps)
  gate = torch.gelu(torch.linear(h, w["DenseReluDense.wi_0.weight"]), approximate="tanh")
  h = torch.mul(gate, torch.linear(h, w["DenseReluDense.wi_1.weight"]))
  return torch.add(x, torch.linear(h, w["DenseReluDense.wo.weight"]))

def embed(self, ids: Tensor, table: Tensor) -> Tensor:
  return torch.embedding(table, ids)
