"""Makes the folders beside this file: small random models packed by MLX, and what Hugging Face transformers computes in float32
with their weights unpacked by NumPy.

Made with Python 3.11, mlx 0.32, torch 2.15.0 and transformers 5.24.0, which need not be in one environment:

    pip install "mlx[cpu]";               python make.py pack
    pip install torch transformers numpy; python make.py run

A folder holds `config.json` and `model.safetensors` as MLX's tools save them, and `expected.json` and `expected.safetensors`
as `../architectures/make.py` describes them.
"""

import json
import sys
from pathlib import Path

SIZES = dict(
    vocab_size=96, hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, head_dim=16, max_position_embeddings=256, rms_norm_eps=1e-5, rope_theta=1000.0,
    bos_token_id=1, eos_token_id=2, hidden_act="silu")
PROMPT, PASS, CONTINUATION = 12, 32, 40

# What each folder is packed to; a layer may differ.
MODELS = {
    "mlx-4bit-tiny": dict(
        model_type="llama", tie_word_embeddings=True, type="bfloat16", quantization=dict(group_size=32, bits=4)),
    "mlx-8bit-tiny": dict(
        model_type="qwen2", tie_word_embeddings=False, type="float16", quantization=dict(group_size=64, bits=8)),
    # A matrix so small that half precision cannot hold its scales, one of 8 bits, and one that is not packed.
    "mlx-mixed-tiny": dict(
        model_type="llama", tie_word_embeddings=False, type="bfloat16", small="model.layers.0.mlp.down_proj",
        quantization={
            "group_size": 64, "bits": 4, "lm_head": dict(group_size=32, bits=8),
            "model.layers.1.self_attn.o_proj": False}),
    # Widths that do not divide a word: its numbers go on in the next one.
    "mlx-odd-tiny": dict(
        model_type="llama", tie_word_embeddings=False, type="bfloat16",
        quantization={
            "group_size": 32, "bits": 3, "lm_head": dict(group_size=64, bits=6),
            "model.layers.0.mlp.up_proj": dict(group_size=64, bits=5),
            "model.layers.1.mlp.down_proj": dict(group_size=32, bits=5),
            "model.layers.1.self_attn.q_proj": dict(group_size=32, bits=2)}),
}


def shapes(model):
    hidden, inner, heads = SIZES["hidden_size"], SIZES["intermediate_size"], SIZES["head_dim"]
    queries, keys = heads * SIZES["num_attention_heads"], heads * SIZES["num_key_value_heads"]
    yield "model.embed_tokens", [SIZES["vocab_size"], hidden]
    for layer in range(SIZES["num_hidden_layers"]):
        for name, shape in [
            ("self_attn.q_proj", [queries, hidden]), ("self_attn.k_proj", [keys, hidden]),
            ("self_attn.v_proj", [keys, hidden]), ("self_attn.o_proj", [hidden, queries]),
            ("mlp.gate_proj", [inner, hidden]), ("mlp.up_proj", [inner, hidden]), ("mlp.down_proj", [hidden, inner]),
        ]:
            yield f"model.layers.{layer}.{name}", shape
        yield f"model.layers.{layer}.input_layernorm", [hidden]
        yield f"model.layers.{layer}.post_attention_layernorm", [hidden]
    yield "model.norm", [hidden]
    if not model["tie_word_embeddings"]:
        yield "lm_head", [SIZES["vocab_size"], hidden]


def pack(name, folder, seed):
    import mlx.core as mx

    mx.random.seed(seed)
    model, tensors = MODELS[name], {}
    kind = getattr(mx, model["type"])
    common = model["quantization"]
    for layer, shape in shapes(model):
        own = common.get(layer, common)
        if len(shape) == 1:
            factor = 4 if layer == "model.norm" and model["tie_word_embeddings"] else 1
            tensors[layer + ".weight"] = (factor + 0.2 * mx.random.normal(shape)).astype(kind)
            continue
        deviation = 1.0 if "embed" in layer else 1.6 / shape[-1] ** 0.5
        weights = (deviation * mx.random.normal(shape)).astype(kind)
        if layer == model.get("small"):
            weights = weights * 1e-9
        if own is False:
            tensors[layer + ".weight"] = weights
        else:
            packed, scales, biases = mx.quantize(weights, group_size=own["group_size"], bits=own["bits"])
            tensors |= {layer + ".weight": packed, layer + ".scales": scales, layer + ".biases": biases}
        if model["model_type"] == "qwen2" and layer.split(".")[-1] in ("q_proj", "k_proj", "v_proj"):
            tensors[layer + ".bias"] = (0.2 * mx.random.normal(shape[:1])).astype(kind)
    folder.mkdir(exist_ok=True)
    mx.save_safetensors(str(folder / "model.safetensors"), tensors, metadata={"format": "mlx"})
    config = SIZES | {key: model[key] for key in ("model_type", "tie_word_embeddings", "quantization")}
    config |= dict(quantization_config=model["quantization"], torch_dtype=model["type"])
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")


def unpacked(name, tensors):
    """Weights as NumPy's singles: w = scale * q + bias, lowest bits of a word first."""
    import numpy as np

    common, weights = MODELS[name]["quantization"], {}
    for key, tensor in tensors.items():
        layer = key.rsplit(".", 1)[0]
        if key.endswith((".scales", ".biases")):
            continue
        if layer + ".scales" not in tensors or not key.endswith(".weight"):
            weights[key] = tensor.float().numpy()
            continue
        own = common.get(layer, common)
        words = tensor.numpy().view(np.uint32)
        bits = np.unpackbits(words.view(np.uint8), axis=1, bitorder="little").reshape(words.shape[0], -1, own["bits"])
        numbers = (bits * (1 << np.arange(own["bits"]))).sum(-1)
        numbers = numbers.reshape(words.shape[0], -1, own["group_size"]).astype(np.float32)
        scales, biases = (tensors[f"{layer}.{part}"].float().numpy()[:, :, None] for part in ("scales", "biases"))
        weights[key] = (numbers * scales + biases).reshape(words.shape[0], -1)
    return weights


def run(name, folder, seed):
    """Whether the continuation is clear of ties and of repetition; if so its files are written."""
    import torch
    import transformers
    from safetensors.torch import load_file, save_file

    weights = unpacked(name, load_file(folder / "model.safetensors"))
    kinds = {"llama": (transformers.LlamaConfig, transformers.LlamaForCausalLM),
             "qwen2": (transformers.Qwen2Config, transformers.Qwen2ForCausalLM)}
    configure, build = kinds[MODELS[name]["model_type"]]
    sizes = {key: value for key, value in SIZES.items() if key != "rope_theta"}
    model = build(configure(
        **sizes, rope_parameters=dict(rope_type="default", rope_theta=SIZES["rope_theta"]),
        tie_word_embeddings=MODELS[name]["tie_word_embeddings"])).float().eval()
    missing, extra = model.load_state_dict({k: torch.from_numpy(v.copy()) for k, v in weights.items()}, strict=False)
    assert not extra and all("lm_head" in key for key in missing), (missing, extra)
    model.tie_weights()
    with torch.no_grad():
        tokens = torch.randint(3, SIZES["vocab_size"], (PASS,), generator=torch.Generator().manual_seed(seed)).tolist()
        output = model(torch.tensor([tokens]), output_hidden_states=True)
        greedy, lead = [], float("inf")
        for _ in range(CONTINUATION):
            best = model(torch.tensor([tokens[:PROMPT] + greedy])).logits[0, -1].topk(2)
            lead = min(lead, (best.values[0] - best.values[1]).item())
            greedy.append(int(best.indices[0]))
    states = output.hidden_states
    save_file({"logits": output.logits[0].contiguous(), "final": states[-1][0].contiguous(),
               "hidden_in_layer_1": states[1][0].contiguous()}, folder / "expected.safetensors")
    note = f"float32 results of transformers {transformers.__version__} with torch {torch.__version__}"
    expected = {"tokens": tokens, "prompt": tokens[:PROMPT], "greedy": greedy, "note": note}
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")
    print(name, "lead", round(lead, 4), "different", len(set(greedy)))


for name in MODELS:
    place = Path(__file__).parent / name
    if sys.argv[1] == "pack":
        pack(name, place, int(sys.argv[2]) if len(sys.argv) > 2 else 2)
    else:
        run(name, place, 1)
    for file in place.iterdir():
        file.chmod(0o644)
