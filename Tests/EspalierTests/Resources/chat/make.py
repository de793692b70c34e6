"""Makes small chat models of five families in the layouts that they are published in, and what Hugging Face transformers makes of
two turns with each: the prompts' tokens by `apply_chat_template`, and greedy answers in float32.

    pip install torch==2.15.0 transformers==5.24.0 sentencepiece==0.2.3 protobuf && python make.py

The templates are ours, in the manner of each family. Weights are random: a seed is taken whose answers are clear of ties.
"""

import json
import os
import pathlib
import shutil

import sentencepiece
import torch
import transformers
from safetensors.torch import load_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerFast

transformers.logging.set_verbosity_error()
HERE = pathlib.Path(__file__).parent
WORK = HERE / "work"
TURNS = ["What is 12345 + 678?  Say <b>why</b>;\tin a word.", "  Grüße! 日本 🙂 def f(x):    return x "]
SYSTEM = "Be brief."
NEW, LEAD = 10, 0.004

words = "the a tree draft token model what is why say writes reads grows branch root leaf return def word 12 345 naïve 日本 of and in"
LINES = [" ".join(words.split()[k % 7::k % 5 + 1]) + "  x = 1\n\n" for k in range(60)]
SIZES = dict(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1,
             max_position_embeddings=512, initializer_range=0.5, tie_word_embeddings=True)

GPT4 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}DIGITS| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
        r"|\s+(?!\S)|\s+")

HEADERS = """{{- bos_token }}
{%- if messages[0].role == 'system' %}{% set system = messages[0].content | trim %}{% set messages = messages[1:] %}
{%- else %}{% set system = '' %}{% endif %}
{{- '<|start_header_id|>system<|end_header_id|>\\n\\nKnowledge ends: ' + (cutoff | default('last year')) + '\\n\\n' + system + '<|eot_id|>' }}
{%- for message in messages %}
    {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' }}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}"""
THOUGHTS = """{%- set last = namespace(user=0) %}
{%- for message in messages %}{% if message.role == 'user' %}{% set last.user = loop.index0 %}{% endif %}{% endfor %}
{%- for message in messages %}
    {%- set content = message.content %}
    {%- if message.role == 'assistant' and loop.index0 < last.user and '</think>' in content %}
        {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
    {%- endif %}
    {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}{{ '<think>\\n\\n</think>\\n\\n' }}{% endif %}
{%- endif %}"""
TWO_ROLES = """{{ bos_token }}
{%- if messages[0]['role'] == 'system' %}{% set first = messages[0]['content'] + '\\n\\n' %}{% set turns = messages[1:] %}
{%- else %}{% set first = '' %}{% set turns = messages %}{% endif %}
{%- for message in turns %}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('roles must alternate') }}{% endif %}
    {{- '<start_of_turn>' + ('model' if message['role'] == 'assistant' else message['role']) + '\\n' }}
    {{- (first if loop.first else '') + message['content'] | trim + '<end_of_turn>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}"""
BRACKETS = """{%- if messages[0]['role'] == 'system' %}{% set system = messages[0]['content'] %}{% set turns = messages[1:] %}
{%- else %}{% set turns = messages %}{% endif %}
{{- bos_token }}
{%- for message in turns %}
    {%- if message['role'] == 'user' %}
        {%- if loop.last and system is defined %}{{ '[INST] ' + system + '\\n\\n' + message['content'] + '[/INST]' }}
        {%- else %}{{ '[INST] ' + message['content'] + '[/INST]' }}{% endif %}
    {%- else %}{{ ' ' + message['content'] | trim + eos_token }}{% endif %}
{%- endfor %}"""
BARS = """{% for message in messages %}{{ '<|' + message['role'] + '|>' + '\\n' + message['content'] + '<|end|>\\n' }}
{%- endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% else %}{{ eos_token }}{% endif %}"""


def bytes_tokenizer(digits, special, added=(), composes=False, **model):
    tokenizer = Tokenizer(models.BPE(**model))
    if composes:
        tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(GPT4.replace("DIGITS", digits)), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(LINES, trainers.BpeTrainer(
        vocab_size=300, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    tokenizer.add_special_tokens([AddedToken(text, special=True, normalized=False) for text in special])
    tokenizer.add_tokens([AddedToken(text, special=False, normalized=False) for text in added])
    return tokenizer


def pieces(name, **options):
    WORK.mkdir(exist_ok=True)
    (WORK / "text.txt").write_text("".join(LINES).replace("\n\n", "\n"))
    sentencepiece.SentencePieceTrainer.train(
        input=str(WORK / "text.txt"), model_prefix=str(WORK / name), vocab_size=340, model_type="bpe", byte_fallback=True,
        minloglevel=2, normalization_rule_name="identity", remove_extra_whitespaces=False, split_digits=True,
        hard_vocab_limit=False, allow_whitespace_only_pieces=True, **options)
    return WORK / f"{name}.model"


def converted(model, config, settings):
    """A tokenizer that transformers makes of a SentencePiece model."""
    place = WORK / "converted"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    shutil.copy(model, place / "tokenizer.model")
    (place / "tokenizer_config.json").write_text(json.dumps(settings))
    config.save_pretrained(place)
    return AutoTokenizer.from_pretrained(place)


def added(*tokens, **options):
    usual = dict(lstrip=False, rstrip=False, normalized=False, single_word=False, special=True) | options
    return {str(id): dict(content=text) | usual for id, text in enumerate(tokens)}


def answers(folder):
    """What transformers makes of the two turns, with and without a system's message; nothing where a tie is near."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    ends = model.generation_config.eos_token_id
    ends = ends if isinstance(ends, list) else [ends]
    result = []
    for system in [None, SYSTEM]:
        messages, turns = ([{"role": "system", "content": system}] if system else []), []
        for text in TURNS:
            messages.append({"role": "user", "content": text})
            prompt = tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=False)
            tokens = []
            while len(tokens) < NEW and not (tokens and tokens[-1] in ends):
                with torch.no_grad():
                    best = model(torch.tensor([prompt + tokens])).logits[0, -1].topk(2)
                if best.values[0] - best.values[1] < LEAD:
                    return None
                tokens.append(int(best.indices[0]))
            assert model.generate(torch.tensor([prompt]), max_new_tokens=NEW, do_sample=False)[0].tolist() == prompt + tokens
            said = tokenizer.decode(tokens, skip_special_tokens=True)
            messages.append({"role": "assistant", "content": said})
            turns.append({"prompt": prompt, "tokens": tokens, "text": said})
        result.append({"system": system, "turns": turns})
    return result


def make(name, config, model, ends, write, prepare=lambda network: None):
    for seed in range(60):
        folder = HERE / name
        shutil.rmtree(folder, ignore_errors=True)
        torch.manual_seed(seed)
        network = model(config)
        with torch.no_grad():
            prepare(network)
        network = network.bfloat16()
        network.generation_config.eos_token_id = ends
        network.save_pretrained(folder)
        write(folder)
        for file in folder.glob("*.json"):
            file.write_text(json.dumps(json.loads(file.read_text()), ensure_ascii=False, separators=(",", ":")) + "\n")
        found = answers(folder)
        if found and all(len(set(turn["tokens"])) > 4 for case in found for turn in case["turns"]):
            for file in folder.iterdir():
                file.chmod(0o644)
            print(name, "seed", seed, sum(f.stat().st_size for f in folder.iterdir()), sorted(os.listdir(folder)))
            return found
    raise SystemExit(f"{name}: no seed is clear of ties")


def in_config(folder, template):
    """Puts the template where it was before it had a file of its own."""
    (folder / "chat_template.jinja").unlink(missing_ok=True)
    file = folder / "tokenizer_config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"chat_template": template}))


def llama3():
    special = ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]
    tokenizer = bytes_tokenizer("{1,3}", special, ignore_merges=True)
    first, last = tokenizer.token_to_id(special[0]), tokenizer.token_to_id(special[-1])
    tokenizer.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=False), processors.TemplateProcessing(
            single=f"{special[0]} $A", pair=f"{special[0]} $A $B:1", special_tokens=[(special[0], first)])])
    whole = PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token=special[0], eos_token=special[-1])
    whole.chat_template = HEADERS
    config = transformers.LlamaConfig(
        **SIZES, vocab_size=len(whole), bos_token_id=first, eos_token_id=last, rope_parameters=dict(
            rope_type="llama3", rope_theta=1000.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
            original_max_position_embeddings=64))
    return make("llama-3", config, transformers.LlamaForCausalLM, [last, tokenizer.token_to_id(special[1])],
                lambda folder: (whole.save_pretrained(folder), in_config(folder, HEADERS)))


def qwen3():
    tokenizer = bytes_tokenizer(
        "", ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], ["<think>", "</think>"], composes=True)
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    end, pad = tokenizer.token_to_id("<|im_end|>"), tokenizer.token_to_id("<|endoftext|>")
    whole = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|endoftext|>")
    whole.chat_template = THOUGHTS
    # The table is padded, as the published one.
    config = transformers.Qwen3Config(
        **SIZES, head_dim=8, vocab_size=len(whole) + 7, bos_token_id=pad, eos_token_id=end)

    def write(folder):
        whole.save_pretrained(folder)
        file = folder / "tokenizer_config.json"
        file.write_text(json.dumps(json.loads(file.read_text()) | {"tokenizer_class": "Qwen2Tokenizer"}))

    return make("qwen3", config, transformers.Qwen3ForCausalLM, [end, pad], write)


def gemma2():
    model = pieces("gemma", pad_id=0, eos_id=1, bos_id=2, unk_id=3, add_dummy_prefix=False,
                   user_defined_symbols=["<start_of_turn>", "<end_of_turn>", "\n\n", "▁▁", "▁▁▁▁", "<b>"])
    config = transformers.Gemma2Config(
        **SIZES, head_dim=8, sliding_window=8, query_pre_attn_scalar=8, vocab_size=360, bos_token_id=2, eos_token_id=1,
        pad_token_id=0)
    whole = converted(model, config, dict(
        tokenizer_class="GemmaTokenizer", add_bos_token=True, bos_token="<s>", eos_token="</s>", pad_token="<pad>",
        unk_token="<unk>"))
    whole.chat_template = TWO_ROLES

    def prepare(network):
        # Else every token is followed by itself: the table is that of the logits too.
        network.model.embed_tokens.weight *= 0.05
        network.model.norm.weight += 40

    return make("gemma-2", config, transformers.Gemma2ForCausalLM, [1, whole.convert_tokens_to_ids("<end_of_turn>")],
                lambda folder: whole.save_pretrained(folder), prepare)


def mistral():
    """SentencePiece's own file, and weights as torch.save writes them."""
    model = pieces("mistral", control_symbols=["[INST]", "[/INST]"])
    config = transformers.MistralConfig(**SIZES, vocab_size=360, bos_token_id=1, eos_token_id=2, sliding_window=None)

    def write(folder):
        shutil.copy(model, folder / "tokenizer.model")
        (folder / "tokenizer_config.json").write_text(json.dumps(dict(
            tokenizer_class="LlamaTokenizer", legacy=False, add_bos_token=True, add_eos_token=False, bos_token="<s>",
            eos_token="</s>", unk_token="<unk>", added_tokens_decoder=added("<unk>", "<s>", "</s>", "[INST]", "[/INST]"),
            chat_template=BRACKETS)))
        torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
        (folder / "model.safetensors").unlink()

    return make("mistral", config, transformers.MistralForCausalLM, [2], write)


def phi3():
    """Tokens that take the white space behind them, fused projections, and two rotations."""
    config = transformers.Phi3Config(
        **SIZES, vocab_size=360, bos_token_id=1, eos_token_id=3, pad_token_id=3, sliding_window=None,
        original_max_position_embeddings=96, rope_parameters=dict(
            rope_type="longrope", rope_theta=1000.0, short_factor=[1.0, 1.1, 1.2, 1.3], long_factor=[1.5, 2.0, 2.5, 3.0]))
    whole = converted(pieces("phi"), config, dict(
        tokenizer_class="LlamaTokenizer", legacy=False, add_bos_token=False, bos_token="<s>", eos_token="<|endoftext|>",
        unk_token="<unk>", added_tokens_decoder=added("<unk>", "<s>", "</s>")))
    whole.add_tokens([AddedToken(text, rstrip=True, normalized=False) for text in
                      ("<|endoftext|>", "<|assistant|>", "<|system|>", "<|end|>", "<|user|>")], special_tokens=True)
    whole.chat_template = BARS
    ends = [whole.convert_tokens_to_ids(text) for text in ("<|endoftext|>", "<|end|>")]
    config.eos_token_id = config.pad_token_id = ends[0]
    return make("phi-3", config, transformers.Phi3ForCausalLM, ends,
                lambda folder: (whole.save_pretrained(folder), in_config(folder, BARS)))


cases = {"llama-3": llama3(), "qwen3": qwen3(), "gemma-2": gemma2(), "mistral": mistral(), "phi-3": phi3()}
shutil.rmtree(WORK)
note = f"transformers {transformers.__version__} with torch {torch.__version__}"
expected = {"note": note, "turns": TURNS, "new": NEW, "models": cases}
(HERE / "expected.json").write_text(json.dumps(expected, ensure_ascii=False) + "\n")
