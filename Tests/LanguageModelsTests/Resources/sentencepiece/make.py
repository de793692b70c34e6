"""Trains the small models of this folder, and writes what SentencePiece makes of some texts.

    pip install sentencepiece==0.2.3 && python make.py
"""

import json
import pathlib
import random

import sentencepiece

here = pathlib.Path(__file__).parent
random.seed(0)
words = "the a tree draft token model writes reads grows branch root leaf 12 345 Ünïcode naïve 東京 of and in".split()
lines = [" ".join(random.choices(words, k=random.randint(3, 12))) + random.choice([".", "!", "?", ""]) for _ in range(400)]
text = here / "text.txt"
text.write_text("\n".join(lines))


def train(name, **options):
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(here / name), minloglevel=2, hard_vocab_limit=False, **options)
    (here / f"{name}.vocab").unlink()


llama = dict(model_type="bpe", normalization_rule_name="identity", remove_extra_whitespaces=False, split_digits=True,
             byte_fallback=True, character_coverage=0.99)
train("llama", vocab_size=360, **llama)
train("bare", vocab_size=80, **{**llama, "byte_fallback": False, "add_dummy_prefix": False, "remove_extra_whitespaces": True})
train("user", vocab_size=330, **llama, user_defined_symbols=["<sep>", "<sep><sep>", "tree", "\n\n", "▁▁"])
train("unigram", vocab_size=60, model_type="unigram", normalization_rule_name="identity")
rules = here / "rules.tsv"
rules.write_text("41\t61\n")
train("rewriting", vocab_size=80, model_type="bpe", normalization_rule_tsv=str(rules))
for file in [text, rules]:
    file.unlink()

texts = lines[:20] + [
    "Hello  world 12", "  two blanks before", "behind  ", "日本 é", "x\ny\n\nz\tw", "", " ", "▁", "a▁b", "😀 the tree",
    "naïve Ünïcode 東京",
]
joined = ["<sep>the<sep><sep> tree", "a tree<sep>", "trees  and\n\n\nthe  <sep> leaf", "<sep", "treetree ▁▁▁the"]
expected = {}
for name in ["llama", "bare", "user"]:
    processor = sentencepiece.SentencePieceProcessor(str(here / f"{name}.model"))
    expected[name] = [{"text": t, "ids": processor.encode(t), "back": processor.decode(processor.encode(t))} for t in texts + (joined if name == "user" else [])]
(here / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
