"""Makes the folders beside this file: small random models of the architectures and rope kinds, and what Hugging Face
transformers computes with them in float32.

Made with Python 3.11, torch 2.15.0 and transformers 5.24.0:

    pip install torch==2.15.0 transformers==5.24.0
    python make.py [NAME ...]

A folder holds `config.json` and `model.safetensors` as the library saves them, and

* `expected.json`: the tokens of one pass, a prompt, and its greedy continuation of 40 tokens, decoded token by token;
* `expected.safetensors`: the logits of the pass's rows, the inputs of some layers, and the states behind the final norm.

The continuation is decoded with a cache, the prompt read at once, as generate() does. The library's rotations keep state
between passes (a dynamic rope's longest text), so every sequence starts with a rotation of its own.

Weights are drawn anew, seed after seed, until no continuation is close to another one or repeats itself.
"""

import json
import sys
from pathlib import Path

import torch
import transformers
from safetensors.torch import save_file
from transformers import (
    Gemma2Config, Gemma2ForCausalLM, Gemma3ForCausalLM, Gemma3TextConfig, LlamaConfig, LlamaForCausalLM, MistralConfig,
    MistralForCausalLM, Phi3Config, Phi3ForCausalLM, Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM,
    Qwen3MoeConfig, Qwen3MoeForCausalLM)

VOCABULARY, PROMPT, PASS, CONTINUATION = 96, 20, 48, 40
SIZES = dict(
    vocab_size=VOCABULARY, hidden_size=32, intermediate_size=48, num_hidden_layers=4, num_attention_heads=4,
    num_key_value_heads=2, head_dim=8, max_position_embeddings=256, rms_norm_eps=1e-5, bos_token_id=1, eos_token_id=2,
    pad_token_id=0, attn_implementation="eager")
WINDOW = 7
PHI = {key: value for key, value in SIZES.items() if key != "head_dim"} | dict(
    num_attention_heads=2, num_key_value_heads=1)
EXPERTS = SIZES | dict(
    num_hidden_layers=3, intermediate_size=32, num_experts=6, num_experts_per_tok=2, moe_intermediate_size=16)


def rope(kind, **values):
    return dict(rope_type=kind, rope_theta=1000.0, **values)


def factors(first, step):
    return [first + step * pair for pair in range(6)]


MODELS = {
    "gemma2-tiny": lambda: Gemma2ForCausalLM(Gemma2Config(
        **SIZES, sliding_window=WINDOW, query_pre_attn_scalar=24, attn_logit_softcapping=2.0,
        final_logit_softcapping=6.0)),
    "gemma3-tiny": lambda: Gemma3ForCausalLM(Gemma3TextConfig(
        **SIZES, sliding_window=WINDOW, query_pre_attn_scalar=24,
        layer_types=["sliding_attention", "sliding_attention", "full_attention", "sliding_attention"],
        rope_parameters={
            "full_attention": dict(rope_type="linear", rope_theta=100000.0, factor=8.0),
            "sliding_attention": dict(rope_type="default", rope_theta=1000.0)})),
    "mistral-tiny": lambda: MistralForCausalLM(MistralConfig(**SIZES, sliding_window=WINDOW)),
    "phi3-long-tiny": lambda: Phi3ForCausalLM(Phi3Config(
        **PHI, original_max_position_embeddings=16,
        rope_parameters=rope(
            "longrope", partial_rotary_factor=0.75, short_factor=factors(1.0, 0.05), long_factor=factors(1.1, 0.7)))),
    "phi3-window-tiny": lambda: Phi3ForCausalLM(Phi3Config(
        **PHI, original_max_position_embeddings=256, sliding_window=WINDOW,
        rope_parameters=rope(
            "longrope", partial_rotary_factor=0.75, short_factor=factors(1.0, 0.3), long_factor=factors(1.1, 0.7)))),
    "qwen2-window-tiny": lambda: Qwen2ForCausalLM(Qwen2Config(
        **SIZES, use_sliding_window=True, sliding_window=WINDOW, max_window_layers=2)),
    "qwen3-moe-tiny": lambda: Qwen3MoeForCausalLM(Qwen3MoeConfig(
        **EXPERTS, norm_topk_prob=True, mlp_only_layers=[1])),
    "qwen3-moe-window-tiny": lambda: Qwen3MoeForCausalLM(Qwen3MoeConfig(
        **EXPERTS, norm_topk_prob=False, decoder_sparse_step=2, use_sliding_window=True,
        sliding_window=WINDOW)),
    "qwen3-yarn-tiny": lambda: Qwen3ForCausalLM(Qwen3Config(
        **SIZES, rope_parameters=rope("yarn", factor=4.0, original_max_position_embeddings=64))),
    "qwen2-yarn-tiny": lambda: Qwen2ForCausalLM(Qwen2Config(
        **SIZES, rope_parameters=rope(
            "yarn", factor=8.0, original_max_position_embeddings=32, beta_fast=16.0, beta_slow=2.0, truncate=False,
            mscale=1.2, mscale_all_dim=0.6))),
    "mistral-yarn-tiny": lambda: MistralForCausalLM(MistralConfig(
        **SIZES, sliding_window=None, rope_parameters=rope(
            "yarn", factor=4.0, original_max_position_embeddings=64, attention_factor=0.8))),
    "gemma2-yarn-tiny": lambda: Gemma2ForCausalLM(Gemma2Config(
        **SIZES, sliding_window=WINDOW, rope_parameters=rope("yarn", factor=4.0, original_max_position_embeddings=64))),
    "qwen3-dynamic-tiny": lambda: Qwen3ForCausalLM(Qwen3Config(
        **SIZES | dict(max_position_embeddings=16), rope_parameters=rope("dynamic", factor=6.0))),
    "phi3-short-tiny": lambda: Phi3ForCausalLM(Phi3Config(
        **PHI, original_max_position_embeddings=64,
        rope_parameters=rope(
            "longrope", partial_rotary_factor=0.75, short_factor=factors(1.0, 0.05), long_factor=factors(1.1, 0.7)))),
    "llama-longrope-tiny": lambda: LlamaForCausalLM(LlamaConfig(
        **SIZES, rope_parameters=rope(
            "longrope", factor=2.5, original_max_position_embeddings=16, short_factor=factors(1.0, 0.05)[:4],
            long_factor=factors(1.1, 0.7)[:4]))),
    "llama-dynamic-tiny": lambda: LlamaForCausalLM(LlamaConfig(
        **SIZES | dict(max_position_embeddings=24), rope_parameters=rope("dynamic", factor=4.0))),
}
KEPT_LAYERS = [1, 2]


def randomize(model, seed):
    """Draws all weights; norms too, around what they are at first."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            if parameter.dim() == 1:
                parameter.add_(0.2 * torch.randn(parameter.shape, generator=generator))
                # Embeddings that are small, and the output head too, give small logits.
                if name == "model.norm.weight" and model.config.tie_word_embeddings:
                    parameter.add_(6)
            else:
                # Scaled embeddings would else outweigh what the layers add, and every token predict itself.
                embedding = 0.05 if "Gemma" in type(model).__name__ else 1.0
                deviation = embedding if "embed" in name else 1.6 / parameter.shape[-1] ** 0.5
                parameter.copy_(deviation * torch.randn(parameter.shape, generator=generator))


def renewed(model):
    """The model with rotations that have seen no text."""
    model.model.rotary_emb = type(model.model.rotary_emb)(model.config)
    return model


def passed(model, tokens):
    """Logits and hidden states of all tokens."""
    output = renewed(model)(torch.tensor([tokens]), output_hidden_states=True, use_cache=False)
    return output.logits[0], [state[0] for state in output.hidden_states]


def continuation(model, prompt):
    """The greedy continuation, and the smallest lead of a chosen token over the second."""
    emitted, lead = [], float("inf")
    output = renewed(model)(torch.tensor([prompt]), use_cache=True)
    while True:
        logits = output.logits[0, -1]
        best = logits.topk(2).values
        lead = min(lead, (best[0] - best[1]).item())
        emitted.append(int(logits.argmax()))
        if len(emitted) == CONTINUATION:
            return emitted, lead
        output = model(torch.tensor([[emitted[-1]]]), past_key_values=output.past_key_values, use_cache=True)


def make(name, folder):
    for seed in range(200):
        torch.manual_seed(seed)
        model = MODELS[name]().float().eval()
        randomize(model, seed)
        tokens = torch.randint(3, VOCABULARY, (PASS,), generator=torch.Generator().manual_seed(seed)).tolist()
        prompt = tokens[:PROMPT]
        greedy, lead = continuation(model, prompt)
        if lead > 0.01 and len(set(greedy)) > 12:
            break
    else:
        raise SystemExit(f"{name}: no seed will do")
    folder.mkdir(exist_ok=True)
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    logits, states = passed(model, tokens)
    tensors = {f"hidden_in_layer_{layer}": states[layer].contiguous() for layer in KEPT_LAYERS}
    save_file(tensors | {"logits": logits.contiguous(), "final": states[-1].contiguous()},
              folder / "expected.safetensors")
    for file in folder.iterdir():
        file.chmod(0o644)
    note = f"float32 results of transformers {transformers.__version__} with torch {torch.__version__}, seed {seed}"
    expected = {"tokens": tokens, "prompt": prompt, "greedy": greedy, "note": note}
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")
    print(name, "seed", seed, "lead", round(lead, 4), "different", len(set(greedy)),
          "largest logit", round(logits.abs().max().item(), 2))


with torch.no_grad():
    for wanted in sys.argv[1:] or MODELS:
        make(wanted, Path(__file__).parent / wanted)
