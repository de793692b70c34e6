#!/usr/bin/env bash
# transformers 5.24.0: a folder whose only tokenizer is SentencePiece's tokenizer.model gives other tokens than SentencePiece, and
# which ones depends on whether a tokenizer_config.json lies beside it that says nothing but the class.
#
# - LlamaTokenizer's own description has add_bos_token "defaults to True"; where the folder does not say, no beginning is added.
#   4.x added one, and Llama, Vicuna and Mistral are trained with it: the first token of every prompt is missing.
# - With the class named, the blank that SentencePiece puts before a text is left out where the text begins with one, so that two
#   blanks are two and not three: other pieces. Without the configuration it is put there.
#
# Seen on 2026-12-01 with Python 3.11 and sentencepiece 0.2.3, for "  lead":
#   SentencePiece:                     ▁▁▁ le ad
#   folder without configuration:      ▁▁▁ le ad
#   folder that names LlamaTokenizer:  ▁▁ le ad
#   beginnings of 'lead': 0, documented default True
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet transformers==5.24.0 sentencepiece==0.2.3 protobuf==7.36.2
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import json
import pathlib

import sentencepiece
from transformers import AutoTokenizer, LlamaTokenizer

pathlib.Path("text.txt").write_text("\n".join(["a   lead   of   blanks", "the   tree   grows"] * 50))
sentencepiece.SentencePieceTrainer.train(
    input="text.txt", model_prefix="small", vocab_size=290, model_type="bpe", byte_fallback=True, minloglevel=2,
    normalization_rule_name="identity", remove_extra_whitespaces=False, allow_whitespace_only_pieces=True,
    hard_vocab_limit=False)
own = sentencepiece.SentencePieceProcessor("small.model")


def folder(name, config):
    place = pathlib.Path(name)
    place.mkdir()
    place.joinpath("tokenizer.model").write_bytes(pathlib.Path("small.model").read_bytes())
    place.joinpath("config.json").write_text(json.dumps({"model_type": "llama", "vocab_size": 300}))
    if config:
        place.joinpath("tokenizer_config.json").write_text(json.dumps(config))
    return AutoTokenizer.from_pretrained(name)


bare, named = folder("bare", None), folder("named", {"tokenizer_class": "LlamaTokenizer"})
expected = own.encode("  lead", out_type=str)
found = {name: t.convert_ids_to_tokens(t.encode("  lead")) for name, t in [("bare", bare), ("named", named)]}
print("SentencePiece:                    ", *expected)
print("folder without configuration:     ", *found["bare"])
print("folder that names LlamaTokenizer: ", *found["named"])
beginnings = named.encode("lead").count(named.bos_token_id)
documented = "add_bos_token (`bool`, *optional*, defaults to `True`)" in LlamaTokenizer.__doc__
print(f"beginnings of 'lead': {beginnings}, documented default {documented}")
assert found["bare"] == expected != found["named"] and beginnings == 0 and documented, "the behaviour has changed"
PYTHON
