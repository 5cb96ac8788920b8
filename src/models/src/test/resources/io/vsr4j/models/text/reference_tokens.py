"""Writes tiny tokenizers and what the transformers library makes of many strings with them: tests compare with that."""
import html, json, os, random, re, sys, tempfile
os.environ["HF_HUB_OFFLINE"] = "1"
import sentencepiece
from transformers.models.clip.tokenization_clip import CLIPTokenizer
from transformers.models.t5.tokenization_t5 import T5Tokenizer

folder = sys.argv[1]
clip, umt5 = folder + "/clip-tokenizer", folder + "/umt5-tokenizer"
os.makedirs(clip, exist_ok=True)
os.makedirs(umt5, exist_ok=True)

# --- strings
SAMPLES = [
    "", " ", "a", "the cat", "  The   CAT's   on\tthe\nmat!  ", "it's they'll I'd we've 'm 're 't", "IT'S THEY'LL",
    "don't can't 'quoted' ''twice''", "2024 12:30 3.14 1,000 x4 4x 8K", "!", "!!", "a ! b", "wow!! cat's", "?!?!...",
    "caf\u00e9 cafe\u0301 na\u00efve \u00c9\u00c8 \u0130stanbul stra\u00dfe \u1e9e", "\u03a3\u03a3\u03a3 \u039f\u0394\u039f\u03a3",
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f \U0001f1e9\U0001f1ea", "\u65e5\u672c\u8a9e \ud55c\uae00 \u4e2d\u6587\u3002",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea \u0939\u093f\u0928\u094d\u0926\u0940 \u0e44\u0e17\u0e22",
    "\u2460\u00bd\u00b2\u2163 \ufb01n \uff21\uff22\uff23\uff11", "\u00a0hard\u00a0space\u2003em\u3000wide\u2028line\u2029para\u0085next",
    "tab\x0bvertical\x0cform\x1cfs\x1dgs\x1ers\x1fus", "bell\x07 esc\x1b[0m del\x7f c1\x9f", "nul\x00inside", "zero\u200bwidth\u200cnon\u2060join \ufeffbom \u00adsoft",
    "<|startoftext|>", "a<|endoftext|>b", "A <|EndOfText|> b", "<|endoftext", "</w> <pad> </s> <unk> x</s>y", "<extra_id_0> <extra_id_2> <extra_id_3>",
    "&amp; &lt;b&gt; &quot;q&quot; &#39;n&#39; &#x41;&#66; &amp;amp;lt; &amp;#169;", "under_score-dash/slash\\back `tick` ~^|{}[]()<>@#$%&*+=",
    "\u2581under the \u2581 lower one eighth", "e\u0301\u0323 o\u0308\u0304 \u1112\u1161\u11ab", "\U0001d400\U0001d401 \U00020000 \ufffd \uffff",
    "the quick brown fox jumps over the lazy dog, twice and again, in the roaring city of cats and dogs " * 3,
    "cat " * 200, "\U0001f600" * 60, "x" * 700, "a video of the old town, 4k, highly detailed, no blur",
]
rng = random.Random(7)
POOL = "the cat and roaring city 's 'll ' ! ? . , 0 12 \u00e9 e\u0301 \u00df \u0130 \u03a3 \U0001f600 \u4e2d \u00a0 \u2003 \t \n \x07 \x7f & ; # _ - \u200b \ufb01 \u00bd <|endoftext|> \u2581".split(" ") + [" "] * 8
SAMPLES += ["".join(rng.choice(POOL) for _ in range(rng.randrange(1, 24))) for _ in range(60)]
SAMPLES += ["".join(chr(c) for c in (rng.choice([rng.randrange(0x20, 0x250), rng.randrange(0x250, 0xd800), rng.randrange(0x1f300, 0x1faff)])
                                     for _ in range(12))) for _ in range(30)]

# --- CLIP: vocab.json and merges.txt, as Stable Diffusion 2.1 has them, with its other padding
def letters():
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [b for b in range(256) if b not in plain]
    return [chr(b) for b in plain] + [chr(256 + i) for i in range(len(rest))]

merges = ["t h", "th e</w>", "a n", "an d</w>", "i n", "in g</w>", "r o", "ro a", "roa r", "c a", "ca t</w>", "c i", "t y</w>", "ci ty</w>",
          "' s</w>", "' l", "'l l</w>", "! !</w>", "\u00c3 \u00a9</w>", "\u00f0 \u0141", "\u00f0\u0141 \u013a", "d o", "do g</w>", ". .", ".. .</w>"]
vocab = letters() + [c + "</w>" for c in letters()]
vocab += [m for m in dict.fromkeys("".join(m.split(" ")) for m in merges) if m not in vocab] + ["<|startoftext|>", "<|endoftext|>"]
token = lambda text: {"content": text, "lstrip": False, "normalized": True, "rstrip": False, "single_word": False}
typed = lambda text: {"__type": "AddedToken", **token(text)}
write = lambda path, value: open(path, "w").write(json.dumps(value) + "\n")
write(clip + "/vocab.json", {t: i for i, t in enumerate(vocab)})
open(clip + "/merges.txt", "w").write("#version: 0.2\n" + "\n".join(merges) + "\n")
write(clip + "/special_tokens_map.json", {"bos_token": token("<|startoftext|>"), "eos_token": token("<|endoftext|>"),
                                          "pad_token": "!", "unk_token": token("<|endoftext|>")})
write(clip + "/tokenizer_config.json", {"bos_token": typed("<|startoftext|>"), "eos_token": typed("<|endoftext|>"), "model_max_length": 77,
                                        "pad_token": "<|endoftext|>", "tokenizer_class": "CLIPTokenizer", "unk_token": typed("<|endoftext|>")})
tokenizer = CLIPTokenizer.from_pretrained(clip)
def clip_ids(text):
    read = tokenizer(text, padding="max_length", max_length=77, truncation=True)
    assert len(read["input_ids"]) == 77 and tokenizer.pad_token_id == 0
    return read["input_ids"][:sum(read["attention_mask"])]
write(folder + "/clip-tokens.json", [{"text": s, "ids": clip_ids(s)} for s in SAMPLES])

# --- UMT5: SentencePiece, with a small table of characters to replace
with tempfile.TemporaryDirectory() as work:
    point = lambda text: " ".join("%X" % ord(c) for c in text)
    rules = {"\ufb01": "fi", "\u00bd": "1/2", "\uff21": "A", "\uff22": "B", "\u2460": "1", "e\u0301": "\u00e9", "\u00a0": " ", "\u3000": " ", "\u200b": "", "\x07": "", "\u00ad": "", "\u2026": "..."}
    open(work + "/rules.tsv", "w").write("".join(point(k) + "\t" + point(v) + "\n" for k, v in rules.items()))
    open(work + "/text", "w").write("\n".join(s.replace("\n", " ").replace("\x00", "") for s in SAMPLES[:10] + SAMPLES[-90:-30] + [SAMPLES[36], SAMPLES[40]]))
    sentencepiece.SentencePieceTrainer.train(
        input=work + "/text", model_prefix=work + "/spiece", vocab_size=180, hard_vocab_limit=False, character_coverage=1.0, minloglevel=2,
        pad_id=0, eos_id=1, unk_id=2, bos_id=-1, normalization_rule_tsv=work + "/rules.tsv", add_dummy_prefix=True, remove_extra_whitespaces=True)
    model = open(work + "/spiece.model", "rb").read()

def fields(message):
    """Fields of a protocol buffer that hold bytes, by number."""
    def number(at):
        value = shift = 0
        while True:
            value |= (message[at] & 127) << shift; shift += 7; at += 1
            if message[at - 1] < 128: return value, at
    at, found = 0, {}
    while at < len(message):
        key, at = number(at)
        if key & 7 == 2:
            size, at = number(at); found[key >> 3] = message[at:at + size]; at += size
        else:
            at = at + {1: 8, 5: 4}[key & 7] if key & 7 else number(at)[1]
    return found

spiece = sentencepiece.SentencePieceProcessor(model_proto=model)
T5Tokenizer(vocab=[(spiece.id_to_piece(i), spiece.get_score(i)) for i in range(len(spiece))],
            _spm_precompiled_charsmap=fields(fields(model)[3])[2], extra_ids=3).save_pretrained(umt5)
tokenizer = T5Tokenizer.from_pretrained(umt5)
clean = lambda text: re.sub(r"\s+", " ", html.unescape(html.unescape(text)).strip()).strip()
umt5_ids = lambda text: tokenizer(clean(text), max_length=512, truncation=True)["input_ids"]
write(folder + "/umt5-tokens.json", [{"text": s, "ids": umt5_ids(s)} for s in SAMPLES])
print(len(vocab), len(tokenizer), json.dumps(json.loads(tokenizer.backend_tokenizer.to_str()), ensure_ascii=True)[:200])
