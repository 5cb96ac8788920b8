# Uses what another resource defines.
def fourfold(self, x: Tensor) -> Tensor:
  return self.double(self.double(x))
