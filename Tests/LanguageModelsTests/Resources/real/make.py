"""Recomputes the answers in NAME.json: what PyTorch makes of a GGUF file's dequantised weights in single precision.

    python make.py FOLDER-WITH-GGUF-FILES

Seen with gguf 0.19.0, torch 2.15.0, transformers 5.24.0, tokenizers 0.23.3. The prompts are the first ones of HumanEval, GSM8K and
MT-Bench (MIT, MIT, Apache-2.0).
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from gguf import GGUFReader
from gguf.quants import dequantize
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM

QWEN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def value(r, key, default=None):
    f = r.fields.get(key)
    return default if f is None else f.contents()

def tokenizer(r):
    tokens, kinds = value(r, "tokenizer.ggml.tokens"), value(r, "tokenizer.ggml.token_type")
    vocab = {t: i for i, t in enumerate(tokens) if kinds[i] == 1}
    merges = [tuple(m.split(" ")) for m in value(r, "tokenizer.ggml.merges")]
    # The model needs ids without gaps for added tokens: they are put into the vocabulary, where merging cannot reach them.
    vocab.update({t: i for i, t in enumerate(tokens) if kinds[i] in (3, 4)})
    t = Tokenizer(models.BPE(vocab=vocab, merges=merges))
    if value(r, "tokenizer.ggml.pre") == "smollm":
        t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(True), pre_tokenizers.ByteLevel(False, use_regex=True)])
    else:
        assert value(r, "tokenizer.ggml.pre") == "qwen2"
        t.normalizer = normalizers.NFC()
        t.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.Split(Regex(QWEN), "isolated"), pre_tokenizers.ByteLevel(False, use_regex=False)])
    t.decoder = decoders.ByteLevel()
    for i, k in enumerate(kinds):
        if k in (3, 4): t.add_tokens([AddedToken(tokens[i], normalized=False, special=k == 3)])
    for i, k in enumerate(kinds):
        if k in (3, 4): assert t.token_to_id(tokens[i]) == i
    return t

def model(r):
    a = value(r, "general.architecture"); k = lambda n, d=None: value(r, f"{a}.{n}", d)
    names = {t.name: t for t in r.tensors}
    heads, groups = k("attention.head_count"), k("attention.head_count_kv")
    sizes = dict(
        hidden_size=k("embedding_length"), intermediate_size=k("feed_forward_length"), num_hidden_layers=k("block_count"),
        num_attention_heads=heads, num_key_value_heads=groups, max_position_embeddings=k("context_length"),
        rms_norm_eps=k("attention.layer_norm_rms_epsilon"), vocab_size=int(names["token_embd.weight"].shape[1]),
        tie_word_embeddings="output.weight" not in names,
        rope_parameters={"rope_type": "default", "rope_theta": k("rope.freq_base")})
    config = {"llama": LlamaConfig, "qwen2": Qwen2Config}[a](**sizes)
    config._attn_implementation = "eager"
    def interleaved(x, n): # GGUF's pairs -> halves
        return x.reshape(n, x.shape[0] // n // 2, 2, *x.shape[1:]).swapaxes(1, 2).reshape(x.shape)
    parts = {"attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj",
             "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
             "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm"}
    state = {}
    for name, t in names.items():
        x = dequantize(t.data, t.tensor_type).astype(np.float32)
        x = x.reshape([int(n) for n in reversed(t.shape)])
        if a == "llama" and ".attn_q." in name:
            x = interleaved(x, heads)
        if a == "llama" and ".attn_k." in name:
            x = interleaved(x, groups)
        if name == "token_embd.weight": to = "model.embed_tokens.weight"
        elif name == "output.weight": to = "lm_head.weight"
        elif name == "output_norm.weight": to = "model.norm.weight"
        else:
            _, layer, part, kind = name.split(".")
            to = f"model.layers.{layer}.{parts[part]}.{kind}"
        state[to] = torch.from_numpy(np.ascontiguousarray(x))
    if sizes["tie_word_embeddings"]: state["lm_head.weight"] = state["model.embed_tokens.weight"]
    with torch.device("meta"): m = {"llama": LlamaForCausalLM, "qwen2": Qwen2ForCausalLM}[a](config)
    missing = m.load_state_dict(state, strict=True, assign=True)
    m.tie_weights() if sizes["tie_word_embeddings"] else None
    # Buffers of the rotation were made on the meta device: made again.
    m.model.rotary_emb = type(m.model.rotary_emb)(config)
    assert config.rope_parameters["rope_theta"] == k("rope.freq_base")
    assert all(p.dtype == torch.float32 and p.device.type == "cpu" for p in m.parameters())
    return m.eval(), config

@torch.no_grad()
def main(folder):
    for path in sorted(Path(__file__).parent.glob("*.json")):
        answers = json.loads(path.read_text())
        reader = GGUFReader(folder / answers["file"])
        own, (network, _) = tokenizer(reader), model(reader)
        for text in answers["texts"]:
            text["ids"] = own.encode(text["text"]).ids[: len(text["ids"])]
            best = network(torch.tensor([text["ids"]])).logits[0].topk(4)
            text["best"] = [
                [[token, round(logit, 5)] for token, logit in zip(*row)]
                for row in zip(best.indices.tolist(), best.values.tolist())
            ]
        for prompt in answers["prompts"]:
            prompt["ids"] = own.encode(prompt["text"]).ids
            ids = list(prompt["ids"])
            for _ in range(64):
                ids.append(int(network(torch.tensor([ids]), logits_to_keep=1).logits[0, -1].argmax()))
            prompt["greedy"] = ids[len(prompt["ids"]) :]
        path.write_text(json.dumps(answers, ensure_ascii=False, separators=(",", ":")) + "\n")


main(Path(sys.argv[1]))
