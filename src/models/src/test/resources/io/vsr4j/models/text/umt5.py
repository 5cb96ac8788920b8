"""Writes the reference numbers of the text encoders' tests: tiny random models of the transformers library."""
import sys, torch
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, UMT5Config, UMT5EncoderModel

folder = sys.argv[1]
torch.manual_seed(20)

def random(model):
    for name, p in model.named_parameters():
        p.data = torch.randn_like(p) * (p.shape[-1] ** -0.5 if p.dim() > 1 else 0.1) + (1.0 if p.dim() == 1 and "norm" in name and "weight" in name else 0.0)
    return model.eval()

config = UMT5Config(vocab_size=40, d_model=24, d_kv=6, d_ff=32, num_layers=2, num_heads=3,
                    relative_attention_num_buckets=8, relative_attention_max_distance=20, feed_forward_proj="gated-gelu")
model = random(UMT5EncoderModel(config))
ids = torch.randint(2, 40, (2, 30)); ids[0, -1] = 1; ids[1, 12] = 1; ids[1, 13:] = 0
mask = (ids != 0).long()
with torch.no_grad():
    out = model(input_ids=ids, attention_mask=mask).last_hidden_state
tensors = {"w." + k: v.contiguous() for k, v in model.state_dict().items() if k != "encoder.embed_tokens.weight"}
tensors |= {"in.ids": ids, "in.mask": mask, "out.hidden": out.contiguous()}
save_file(tensors, folder + "/umt5.safetensors")
print(out.abs().max(), sorted(k for k in tensors))
