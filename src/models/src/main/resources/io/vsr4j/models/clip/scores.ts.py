# [..., C] of length 1
def unit(self, x: Tensor) -> Tensor:
  return torch.div(x, torch.linalg_vector_norm(x, 2, [-1], True))

# image: [N, C], text: [M, C], both of length 1
def cosines(self, image: Tensor, text: Tensor) -> Tensor:
  return torch.matmul(image, torch.t(text))

# logits: [N, 2 P], a positive prompt before each negative one
def pair_probabilities(self, logits: Tensor) -> Tensor:
  pairs = torch.reshape(logits, [torch.size(logits, 0), -1, 2])
  return torch.select(torch.softmax(pairs, 2), 2, 0)
