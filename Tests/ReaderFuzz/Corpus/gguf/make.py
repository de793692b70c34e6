"""Writes the sound files that mutations start from, each small enough to be read in a fraction of a millisecond.

    pip install gguf==0.19.0 numpy && python make.py
"""

import os
import numpy as np
from gguf import GGMLQuantizationType as T, GGUFValueType as V, GGUFWriter
from gguf.constants import GGML_QUANT_SIZES

here = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(7)


def byte_letters():
    """GPT-2's letters for bytes."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {b: chr(b) for b in plain}
    letters |= {b: chr(256 + n) for n, b in enumerate(b for b in range(256) if b not in letters)}
    return [letters[b] for b in range(256)]


def begin(name, architecture="llama", **options):
    w = GGUFWriter(os.path.join(here, name + ".gguf"), architecture, **options)
    w.add_name(os.path.basename(name))
    w.add_block_count(1)
    w.add_context_length(64)
    w.add_vocab_size(8)
    w.add_embedding_length(32)
    w.add_feed_forward_length(64)
    w.add_head_count(4)
    w.add_head_count_kv(2)
    w.add_rope_freq_base(10000.0)
    w.add_layer_norm_rms_eps(1e-5)
    return w


def byte_pairs(w, splitting, letters=None):
    """A tokenizer of a few merges, with tokens of every kind."""
    letters = letters or byte_letters()
    merges = ["h e", "l l", "he ll", "hell o", "Ġ w", "Ġw o", "Ġwo r", "i n"]
    tokens = letters + [m.replace(" ", "") for m in merges] + ["<|end|>", "<tool>", "[PAD0]", "[PAD1]"]
    kinds = [1] * (len(tokens) - 4) + [3, 4, 5, 5]
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre(splitting)
    w.add_token_list(tokens)
    w.add_token_types(kinds)
    w.add_token_merges(merges)
    w.add_bos_token_id(len(tokens) - 4)
    w.add_eos_token_id(len(tokens) - 4)


def weights(w, bias=False):
    """The tensors of one layer."""
    f = lambda *shape: random.standard_normal(shape).astype(np.float32)
    w.add_tensor("token_embd.weight", f(8, 32).astype(np.float16))
    for name, rows, columns in [("attn_q", 32, 32), ("attn_k", 16, 32), ("attn_v", 16, 32), ("attn_output", 32, 32)]:
        blocks = random.integers(0, 256, (rows, 34 * columns // 32), dtype=np.uint8)
        w.add_tensor(f"blk.0.{name}.weight", blocks, raw_dtype=T.Q8_0)
        if bias and name != "attn_output":
            w.add_tensor(f"blk.0.{name}.bias", f(rows))
    for name, rows, columns in [("ffn_gate", 64, 32), ("ffn_up", 64, 32), ("ffn_down", 32, 64)]:
        blocks = random.integers(0, 256, (rows, 18 * columns // 32), dtype=np.uint8)
        w.add_tensor(f"blk.0.{name}.weight", blocks, raw_dtype=T.Q4_0)
    for name in ["blk.0.attn_norm", "blk.0.ffn_norm", "output_norm"]:
        w.add_tensor(f"{name}.weight", f(32))


def finish(w):
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


w = begin("llama")
byte_pairs(w, "smollm")
weights(w)
finish(w)

w = begin("qwen2", "qwen2")
byte_pairs(w, "qwen2")
w.add_chat_template("{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}")
weights(w, bias=True)
finish(w)

w = begin("llama-bpe")
byte_pairs(w, "llama-bpe", [c for c in byte_letters() if c.isalnum()])
w.add_add_bos_token(True)
finish(w)

# Pieces with scores.
w = begin("pieces")
w.add_tokenizer_model("llama")
tokens = ["<unk>", "<s>", "</s>"] + [f"<0x{b:02X}>" for b in range(256)] + ["▁", "h", "e", "he", "▁he", "l", "ll"]
w.add_token_list(tokens)
w.add_token_scores([0.0] * 259 + [-float(n) for n in range(7)])
w.add_token_types([2, 3, 3] + [6] * 256 + [1] * 7)
w.add_bos_token_id(1)
w.add_eos_token_id(2)
finish(w)

# A block of every type.
w = begin("types")
for t, (numbers, size) in GGML_QUANT_SIZES.items():
    if t != T.Q8_1:  # its size there is not that of today's ggml
        w.add_tensor(t.name, random.integers(0, 256, (2, size), dtype=np.uint8), raw_dtype=t)
finish(w)

# A value and a list of every type.
w = GGUFWriter(os.path.join(here, "values.gguf"), "llama")
for number, t in enumerate([V.UINT8, V.INT8, V.UINT16, V.INT16, V.UINT32, V.INT32, V.FLOAT32, V.UINT64, V.INT64, V.FLOAT64]):
    w.add_key_value(f"value.{number}", 3, t)
    w.add_key_value(f"list.{number}", [1, 2, 3], V.ARRAY, t)
w.add_bool("flag", True)
w.add_array("flags", [True, False])
w.add_string("text", "é 東京")
w.add_array("texts", ["a", "", "é"])
finish(w)

for alignment in (8, 64):
    w = begin(f"alignment-{alignment}")
    w.add_custom_alignment(alignment)
    weights(w)
    finish(w)

os.makedirs(os.path.join(here, "parts"), exist_ok=True)
w = begin("parts/part", split_max_tensors=7)
weights(w)
finish(w)

w = begin("adapter")
w.add_type("adapter")
w.add_string("adapter.type", "lora")
w.add_float32("adapter.lora.alpha", 16.0)
w.add_tensor("blk.0.attn_q.weight.lora_a", np.ones((2, 32), np.float32))
w.add_tensor("blk.0.attn_q.weight.lora_b", np.ones((32, 2), np.float32))
finish(w)

# Version 2 differs by its number alone.
with open(os.path.join(here, "llama-bpe.gguf"), "rb") as file:
    old = bytearray(file.read())
old[4] = 2
with open(os.path.join(here, "version-2.gguf"), "wb") as file:
    file.write(old)
