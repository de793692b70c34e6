"""Makes warping.json: what transformers' own processors and warpers, in its own order, make of random rows.

    python warping.py > warping.json        (made with transformers 5.24 and torch 2.15)

Presence and frequency penalties are none of transformers'; they are computed here as OpenAI and vLLM define them, behind
the repetition penalty as vLLM does. Rows whose outcome hangs on the last bits of single precision are left out.
"""
import json
import random

import torch
from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM
from transformers.generation.logits_process import TemperatureLogitsWarper, TopKLogitsWarper
from transformers.generation.logits_process import MinPLogitsWarper, TopPLogitsWarper

WARPERS = (TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper, MinPLogitsWarper)
VOCABULARY = 24

random.seed(20)
torch.manual_seed(20)
torch.set_num_threads(1)
model = LlamaForCausalLM(
    LlamaConfig(vocab_size=VOCABULARY, hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=1))


def processors(options, prompt_length):
    given = {name: options[name] for name in ("temperature", "top_k", "top_p", "min_p", "repetition_penalty")
             if name in options}
    if "bias" in options:
        given["sequence_bias"] = {(token,): bias for token, bias in options["bias"]}
    if "min_new_tokens" in options:
        given["min_new_tokens"] = options["min_new_tokens"]
    configuration = GenerationConfig(do_sample=True, eos_token_id=options.get("stop_tokens"), **given)
    # What a model leaves unsaid, transformers fills with defaults of its own.
    if "top_k" not in options:
        configuration.top_k = 0
    configuration._eos_token_tensor = (
        torch.tensor(options["stop_tokens"]) if options.get("stop_tokens") else None)
    found = model._get_logits_processor(configuration, input_ids_seq_length=prompt_length)
    return ([p for p in found if not isinstance(p, WARPERS)], [p for p in found if isinstance(p, WARPERS)])


def is_delicate(scores, options):
    """Whether a border of top-p or min-p runs within rounding of a token."""
    probabilities = torch.softmax(scores[0].double() / options["temperature"], dim=-1)
    if "top_k" in options:
        least = torch.topk(scores[0], min(options["top_k"], VOCABULARY)).values[-1]
        probabilities = torch.where(scores[0] < least, 0, probabilities)
        probabilities = probabilities / probabilities.sum()
    ordered = probabilities.sort(descending=True).values
    sums = ordered.cumsum(-1)
    if "top_p" in options:
        if (sums - options["top_p"]).abs().min() < 1e-4:
            return True
        gaps = (ordered[:-1] - ordered[1:])[ordered[1:] > 0]
        if gaps.numel() > 0 and gaps.min() < 1e-6:
            return True  # Equal tokens: transformers' choice is its sorting's.
    return "min_p" in options and (ordered / ordered[0] - options["min_p"]).abs().min() < 1e-5


def case(options, has_ties):
    # Short to write; in whole numbers several are equal.
    steps = 1 if has_ties else 64
    logits = torch.round(torch.randn(VOCABULARY) * 2 * steps) / steps
    prompt = [random.randrange(VOCABULARY) for _ in range(random.randrange(1, 9))]
    answer = [random.randrange(VOCABULARY) for _ in range(random.randrange(0, 9))]
    before, warpers = processors(options, len(prompt))
    history = torch.tensor([prompt + answer])
    scores = logits[None].clone()
    for processor in before:
        scores = processor(history, scores)
    for token in set(answer):
        scores[0, token] -= options.get("frequency_penalty", 0) * answer.count(token)
        scores[0, token] -= options.get("presence_penalty", 0)
    if is_delicate(scores, options):
        return None
    adjusted = scores[0].clone()
    for warper in warpers:
        scores = warper(history, scores)
    number = lambda value: None if value == float("-inf") else float(f"{value:.7g}")
    return {
        "options": options, "prompt": prompt, "answer": answer, "logits": logits.tolist(),
        "adjusted": [number(value) for value in adjusted.tolist()],
        "probabilities": [number(value) for value in torch.softmax(scores[0], dim=-1).tolist()],
    }


def options():
    """A temperature, and each of the other options in some of the cases."""
    some = {"temperature": random.choice([0.3, 0.7, 1.0, 1.5])}
    choices = {
        "repetition_penalty": lambda: random.choice([0.8, 1.1, 1.3, 2.0]),
        "presence_penalty": lambda: random.choice([-1.0, 0.5, 1.5]),
        "frequency_penalty": lambda: random.choice([-0.5, 0.3, 1.0]),
        "bias": lambda: [[random.randrange(12), random.choice([-100.0, -1.5, 3.0])],
                         [random.randrange(12, VOCABULARY), random.choice([-2.0, 0.5])]],
        "min_new_tokens": lambda: random.randrange(1, 8),
    }
    for name, make in choices.items():
        if random.random() < 0.4:
            some[name] = make()
    if "min_new_tokens" in some:
        some["stop_tokens"] = random.sample(range(VOCABULARY), 2)
    warps = {
        "top_k": lambda: random.choice([1, 2, 5, 12, 23, 24, 50]),
        "top_p": lambda: random.choice([0.1, 0.5, 0.8, 0.95]),
        "min_p": lambda: random.choice([0.02, 0.1, 0.4, 1.0]),
    }
    for name, make in warps.items():
        if random.random() < 0.5:
            some[name] = make()
    return some


cases = []
while len(cases) < 200:
    made = case(options(), has_ties=len(cases) % 2 == 0)
    if made is not None:
        cases.append(made)
print("[\n" + ",\n".join(json.dumps(made, separators=(",", ":")) for made in cases) + "\n]")
