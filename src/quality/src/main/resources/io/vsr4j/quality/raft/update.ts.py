# w holds the tensors of the update block, or of the mask predictor.

# RGB in [0, 1] to [-1, 1], with the border repeated outwards.
def prepared(self, x: Tensor, left: int, right: int, top: int, bottom: int) -> Tensor:
  x = torch.sub(torch.mul(x, 2.0), 1.0)
  return torch.replication_pad2d(x, [left, right, top, bottom])

# Recurrent state and context, from the context encoder's output.
def begin(self, x: Tensor, hidden: int) -> Tuple[Tensor, Tensor]:
  state = torch.tanh(torch.narrow(x, 1, 0, hidden))
  context = torch.relu(torch.narrow(x, 1, hidden, torch.size(x, 1) - hidden))
  return state, context

def conv(self, x: Tensor, w: Dict[str, Tensor], name: str) -> Tensor:
  weight = w[name + ".weight"]
  return torch.conv2d(x, weight, w[name + ".bias"], [1, 1], [torch.size(weight, 2) // 2, torch.size(weight, 3) // 2])

# What the correlations and the flow so far say of the motion; the flow itself is the last two channels.
def motion(self, corr: Tensor, flow: Tensor, w: Dict[str, Tensor]) -> Tensor:
  c = torch.relu(self.conv(corr, w, "motion_encoder.convcorr1.0"))
  if torch.__contains__(w, "motion_encoder.convcorr2.0.weight"):
    c = torch.relu(self.conv(c, w, "motion_encoder.convcorr2.0"))
  f = torch.relu(self.conv(flow, w, "motion_encoder.convflow1.0"))
  f = torch.relu(self.conv(f, w, "motion_encoder.convflow2.0"))
  m = torch.relu(self.conv(torch.cat([c, f], 1), w, "motion_encoder.conv.0"))
  return torch.cat([m, flow], 1)

def gru(self, state: Tensor, x: Tensor, w: Dict[str, Tensor], name: str) -> Tensor:
  both = torch.cat([state, x], 1)
  z = torch.sigmoid(self.conv(both, w, name + ".convz"))
  r = torch.sigmoid(self.conv(both, w, name + ".convr"))
  q = torch.tanh(self.conv(torch.cat([torch.mul(r, state), x], 1), w, name + ".convq"))
  return torch.add(torch.mul(torch.rsub(z, 1), state), torch.mul(z, q))

# One round: the state and the flow after it.
def update(self, state: Tensor, context: Tensor, corr: Tensor, flow: Tensor, w: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
  x = torch.cat([context, self.motion(corr, flow, w)], 1)
  state = self.gru(state, x, w, "recurrent_block.convgru1")
  if torch.__contains__(w, "recurrent_block.convgru2.convz.weight"):
    state = self.gru(state, x, w, "recurrent_block.convgru2")
  delta = self.conv(torch.relu(self.conv(state, w, "flow_head.conv1")), w, "flow_head.conv2")
  return state, torch.add(flow, delta)

# Each pixel's flow is a weighted mean of its place's and the eight around it.
def upsample(self, flow: Tensor, state: Tensor, w: Dict[str, Tensor]) -> Tensor:
  n = torch.size(flow, 0)
  rows = torch.size(flow, 2)
  columns = torch.size(flow, 3)
  m = torch.mul(self.conv(torch.relu(self.conv(state, w, "convrelu.0")), w, "conv"), 0.25)
  m = torch.softmax(torch.view(m, [n, 1, 9, 8, 8, rows, columns]), 2)
  around = torch.im2col(torch.mul(flow, 8), [3, 3], [1, 1], [1, 1], [1, 1])
  around = torch.view(around, [n, 2, 9, 1, 1, rows, columns])
  full = torch.sum(torch.mul(m, around), [2])
  return torch.reshape(torch.permute(full, [0, 1, 4, 2, 5, 3]), [n, 2, 8 * rows, 8 * columns])

def upsample_plainly(self, flow: Tensor) -> Tensor:
  return torch.mul(torch.upsample_bilinear2d(flow, [8 * torch.size(flow, 2), 8 * torch.size(flow, 3)], True), 8)

def cropped(self, x: Tensor, left: int, top: int, width: int, height: int) -> Tensor:
  return torch.contiguous(torch.narrow(torch.narrow(x, 2, top, height), 3, left, width))
