"""Makes models/: small random models of each architecture as GGUF, and the logits that transformers computes of them.

The files are written by llama.cpp's own converter, so that names, orders of rows, constants and folded factors are its, not ours.
Run with the folder of a checkout of llama.cpp (seen: the one vendored in llama-cpp-python 0.3.36; torch 2.15.0, transformers 5.24.0):

    python models.py LLAMA.CPP
"""

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, sys.argv[1])
sys.path.insert(0, str(Path(sys.argv[1]) / "gguf-py"))

import gguf
import torch
from conversion import ModelBase, ModelType, get_model_architecture, get_model_class
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM

here = Path(__file__).parent
resources = here.parent

# Files cannot say that some layers have a window or no experts, or by what base Gemma's layers with a window rotate: changed where
# it matters. Weights that a change asks for are random.
models = {
    "llama3": (
        "architectures/llama-dynamic-tiny",
        {
            "rope_parameters": {
                "rope_type": "llama3", "rope_theta": 1000.0, "factor": 4.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                "original_max_position_embeddings": 32,
            },
        },
    ),
    "mistral": ("architectures/mistral-tiny", {"sliding_window": None, "layer_types": None}),
    "qwen2": ("architectures/qwen2-window-tiny", {"use_sliding_window": False, "layer_types": None}),
    "qwen3-yarn": ("architectures/qwen3-yarn-tiny", {}),
    "qwen3moe": ("architectures/qwen3-moe-tiny", {"mlp_only_layers": [], "decoder_sparse_step": 1, "norm_topk_prob": True}),
    "gemma2": ("architectures/gemma2-tiny", {"query_pre_attn_scalar": 8}),
    "gemma3": ("architectures/gemma3-tiny", {"num_hidden_layers": 6, "query_pre_attn_scalar": 8}),
    "phi3-long": ("architectures/phi3-long-tiny", {}),
}


def convert(folder: Path, output: Path) -> None:
    hparams = ModelBase.load_hparams(folder, False)
    architecture = get_model_architecture(hparams, ModelType.TEXT)
    model_class = get_model_class(architecture)

    class WithoutVocabulary(model_class):
        model_arch = model_class.model_arch

        def set_vocab(self):
            pass

    with torch.inference_mode():
        model = WithoutVocabulary(folder, gguf.LlamaFileType.ALL_F32, output, eager=True)
        model.write()


torch.manual_seed(21)
expected = {}
folder = here / "models"
folder.mkdir(exist_ok=True)
for name, (origin, changes) in models.items():
    config = AutoConfig.from_pretrained(resources / origin)
    for key, value in changes.items():
        if key == "layer_types":
            config.layer_types = ["full_attention"] * config.num_hidden_layers
        else:
            setattr(config, key, value)
    if name == "gemma3":
        config.layer_types = ["sliding_attention"] * 5 + ["full_attention"]
        config.rope_parameters["sliding_attention"]["rope_theta"] = 10000.0
    model = AutoModelForCausalLM.from_pretrained(
        resources / origin, config=config, dtype=torch.float32, attn_implementation="eager"
    )
    tokens = json.loads((resources / origin / "expected.json").read_text())["tokens"]
    with torch.inference_mode():
        logits = model(torch.tensor([tokens])).logits[0]
    expected[f"{name}.logits"] = logits.contiguous()
    expected[f"{name}.tokens"] = torch.tensor(tokens, dtype=torch.int32)
    with tempfile.TemporaryDirectory() as temporary:
        model.save_pretrained(temporary)
        (Path(temporary) / "generation_config.json").unlink(missing_ok=True)
        # The converter cuts Gemma's embeddings to the tokenizer's size.
        vocabulary = {f"t{id}": id for id in range(config.vocab_size)}
        (Path(temporary) / "tokenizer.json").write_text(json.dumps({"model": {"vocab": vocabulary}, "added_tokens": []}))
        convert(Path(temporary), folder / f"{name}.gguf")
save_file(expected, folder / "expected.safetensors")
