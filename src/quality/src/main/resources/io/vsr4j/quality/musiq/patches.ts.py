def signed(self, x: Tensor) -> Tensor:
  return x * 2. - 1.

# A picture in the middle of rows x columns patches, mid grey around it. Tokens go row by row; as many as asked for are
# kept, with empty ones behind where there are fewer. [N, 3, H, W] -> [N, tokens, 3 * patch * patch]
def cut(self, x: Tensor, patch: int, rows: int, columns: int, tokens: int) -> Tensor:
  n = torch.size(x, 0)
  down = rows * patch - torch.size(x, 2)
  right = columns * patch - torch.size(x, 3)
  x = torch.constant_pad_nd(x, [right // 2, right - right // 2, down // 2, down - down // 2])
  x = torch.view(x, [n, 3, rows, patch, columns, patch])
  x = torch.reshape(torch.permute(x, [0, 2, 4, 1, 3, 5]), [n, rows * columns, 3 * patch * patch])
  count = min(tokens, rows * columns)
  return torch.constant_pad_nd(torch.narrow(x, 1, 0, count), [0, 0, 0, tokens - count])

def join(self, parts: List[Tensor]) -> Tensor:
  return torch.cat(parts, 1)
