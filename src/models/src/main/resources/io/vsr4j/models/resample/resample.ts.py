# Cuts the last axis but one into overlapping stretches: [N, L, W] -> [N, blocks, inputs, W].
def blocks(self, x: Tensor, block: int, radius: int) -> Tensor:
  length = torch.size(x, 1)
  count = torch.floordiv(length + block - 1, block)
  padded = torch.pad(torch.unsqueeze(x, 0), [0, 0, radius, radius + count * block - length], "replicate")
  return torch.transpose(torch.unfold(torch.squeeze(padded, 0), 1, block + 2 * radius, block), 2, 3)

# x [T, 3, H, W], matrix [block * scale, block + 2 * radius].
def enlarge(self, x: Tensor, matrix: Tensor, block: int, radius: int) -> Tensor:
  t, h, w = torch.size(x, 0), torch.size(x, 2), torch.size(x, 3)
  scale = torch.floordiv(torch.size(matrix, 0), block)
  rows = torch.matmul(matrix, self.blocks(torch.reshape(x, [t * 3, h, w]), block, radius))
  tall = torch.narrow(torch.reshape(rows, [t * 3, -1, w]), 1, 0, h * scale)
  count = torch.floordiv(w + block - 1, block)
  padded = torch.pad(tall, [radius, radius + count * block - w], "replicate")
  columns = torch.matmul(torch.unfold(padded, 2, block + 2 * radius, block), torch.t(matrix))
  wide = torch.narrow(torch.reshape(columns, [t, 3, h * scale, -1]), 3, 0, w * scale)
  return torch.contiguous(wide)
