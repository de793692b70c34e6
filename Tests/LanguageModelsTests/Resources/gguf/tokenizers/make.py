# Makes small vocabularies and what other engines make of the texts below with them:
# - llama.gguf, gemma.gguf, squeezing.gguf: SentencePiece's byte-pair encoding by scores;
# - pieces.json: the ids of their texts;
# - splittings.json: a byte-pair encoding over bytes, and its ids for every way of splitting text.
# Run with gguf 0.19.0, sentencepiece 0.2.3 (with protobuf), tokenizers 0.23.3 and llama-cpp-python 0.3.36.
import ctypes
import json
import os
import unicodedata

import gguf
import sentencepiece
from llama_cpp import llama_cpp
from sentencepiece import sentencepiece_model_pb2
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

CORPUS = """
All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience.
The quick brown fox jumps over the lazy dog, and the dog doesn't mind; it's used to foxes that are quick.
A draft proposes tokens and a target judges them: what it keeps is what it would have written itself.
for index in range(len(values)):    total += values[index] * weights[index]    return total / count
if (left == right) { return merge(left, right); } else { throw new Error("not equal"); }
Tous les êtres humains naissent libres et égaux en dignité et en droits. L'été, c'était déjà fini.
Alle Menschen sind frei und gleich an Würde und Rechten geboren. Straße, Füße, größer, Übermut.
Все люди рождаются свободными и равными в своём достоинстве и правах. Они наделены разумом и совестью.
Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.
人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。
すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。
모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.
يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا.
כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.
सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।
มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ
In 1999 there were 365 days, 12 months and 4 seasons; 3.14159 is not 22/7, and 1,234,567 is a number.
""".strip().split("\n")

TEXTS = [
    "", " ", "  ", "\n", "\t", " \n ", "a", " a", "a ", "  a  b   c    ", "\n\n\n\nfour lines", "tabs\tand\t\ttabs",
    "The quick brown fox", "the dog doesn't, DOESN'T, and it'S fine", "I'm we'Ll they've 'tis l'été", "HelloWorld fooBar ABCdef",
    "return total / count", "    if left == right:\n        return merge(left, right)\n", "x=[1,22,333,4444,55555];",
    "3.14159 22/7 1,234,567 0x1F 12th", "٣٤٥ ३४५ ２０２６ ½ ² Ⅻ", "e\u0301te\u0301 re\u0301sume\u0301", "été résumé",
    "Все люди рождаются", "ἄνθρωποι και ίσοι", "人人生而自由，平等。", "すべての人間は", "모든 인간은 태어날", "يولد جميع الناس",
    "כל בני האדם", "सभी मनुष्यों को", "มนุษย์ทั้งหลาย", "ქართული ენა", "Հայերեն լեզու", "አማርኛ ቋንቋ", "தமிழ் மொழி",
    "বাংলা ভাষা", "ភាសាខ្មែរ", "emoji 😀👍🏽 👨‍👩‍👧 🇺🇳!", "zero\u200bwidth no\u00a0break\u3000wide \u2028 line", "\r\n\r\nwindows\r\n",
    "…“quoted” — dash–dash", "a\u0300\u0323b\u0301 x\u20dd", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ab" * 20, "!!!???...;;;///\n/",
    "<s>", "</s>", "<s>hello</s> world", "<unk> unknown", "<table><td>1</td></table>", "<td> <td>\n\n<td>", "<0x0A><0xE2>",
    "<start_of_turn>user\nhi<end_of_turn>\n", "<|im_start|>user\nhi<|im_end|>\n", "<|im_end|", "[PAD1]", "<tool_call> {}",
    "a▁b", "naïve Straße Füße", "\ufeffmark", "\u0000nul", "mixed 漢字 and العربية and עברית 123",
]


def train(**options):
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS[:7] * 6 + CORPUS), model_prefix="trained", model_type="bpe", byte_fallback=True, split_digits=True,
        normalization_rule_name="identity", character_coverage=0.98, num_threads=1, minloglevel=2, **options)
    model = sentencepiece_model_pb2.ModelProto()
    with open("trained.model", "rb") as file:
        model.ParseFromString(file.read())
    return model


def write_pieces(model, name):
    writer = gguf.GGUFWriter(name, "llama")
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    # The converter stores the blanks of users' tokens as such.
    user = gguf.TokenType.USER_DEFINED
    writer.add_token_list([p.piece.replace("▁", " ") if p.type == user else p.piece for p in model.pieces])
    writer.add_token_scores([p.score for p in model.pieces])
    writer.add_token_types([p.type for p in model.pieces])
    writer.add_bos_token_id(model.trainer_spec.bos_id)
    writer.add_eos_token_id(model.trainer_spec.eos_id)
    writer.add_unk_token_id(model.trainer_spec.unk_id)
    writer.add_add_space_prefix(model.normalizer_spec.add_dummy_prefix)
    if model.normalizer_spec.remove_extra_whitespaces:
        writer.add_remove_extra_whitespaces(True)
    finish(writer)


def finish(writer):
    writer.add_block_count(1)
    writer.add_context_length(8)
    writer.add_embedding_length(8)
    writer.add_feed_forward_length(8)
    writer.add_head_count(1)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


class Llama:
    """llama.cpp's tokenizer of a file."""

    def __init__(self, name):
        options = llama_cpp.llama_model_default_params()
        options.vocab_only = True
        self.model = llama_cpp.llama_model_load_from_file(name.encode(), options)
        self.vocabulary = llama_cpp.llama_model_get_vocab(self.model)

    def ids(self, text, special, control):
        data = text.encode()
        room = len(data) + 8
        ids = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self.vocabulary, data, len(data), ids, room, special, control)
        assert count >= 0
        return list(ids[:count])


def pieces():
    tags = ["\n", "\n\n", "\n\n\n", "<table>", "</table>", "<td>", "</td>", "▁▁", "▁▁▁", "▁▁▁▁"]
    variants = {
        "llama": dict(vocab_size=600, remove_extra_whitespaces=False),
        "gemma": dict(
            vocab_size=600, remove_extra_whitespaces=False, add_dummy_prefix=False, user_defined_symbols=tags,
            control_symbols=["<start_of_turn>", "<end_of_turn>"], pad_id=0, eos_id=1, bos_id=2, unk_id=3,
            eos_piece="<eos>", bos_piece="<bos>"),
        "squeezing": dict(vocab_size=500, remove_extra_whitespaces=True),
    }
    result = {"texts": TEXTS}
    for name, options in variants.items():
        model = train(**options)
        write_pieces(model, name + ".gguf")
        original = sentencepiece.SentencePieceProcessor(model_file="trained.model")
        llama = Llama(name + ".gguf")
        plain = [original.encode(text) for text in TEXTS]
        result[name] = {"plain": plain}
        if name == "squeezing":
            continue  # llama.cpp leaves blanks as they are.
        for text, ids in zip(TEXTS, plain):
            # A written ▁ is no blank to llama.cpp, so that it is none of a user's tokens of blanks.
            assert ids == llama.ids(text, False, False) or "▁" in text, (name, text)
        result[name]["control"] = [llama.ids(text, True, True) for text in TEXTS]
    with open("pieces.json", "w") as file:
        json.dump(result, file, ensure_ascii=False, separators=(",", ":"))


# Where llama.cpp only comes near a model's own expression: that expression.
LARGE, SMALL = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
CASED = r"[^\r\n\p{L}\p{N}]?" + LARGE + "*" + SMALL + r"+%s|[^\r\n\p{L}\p{N}]?" + LARGE + "+" + SMALL + r"*%s|"
REST = r"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
ENDINGS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
LETTERS = (
    "A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-ჅᎠ-Ᏽᏸ-ᏽᲐ-ᲺᲽ-Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝ"
    "Ὗ-ώᾀ-ᾴᾶ-ᾼιῂ-ῄῆ-ῌῐ-ΐῖ-Ίῠ-Ῥῲ-ῴῶ-ῼℂℇℊ-ℓℕℙ-ℝℤΩℨK-ℭℯ-ℴℹℼ-ℿⅅ-ⅉⅎↃↄⰀ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳꙀ-ꙭꚀ-ꚛꜢ-ꝯꝱ-ꞇꞋ-ꞎꭰ-ꮿﬀ-ﬆﬓ-ﬗＡ-"
    "Ｚａ-ｚ𐐀-𐑏𐒰-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-𑣟𞤀-𞥃")
ORIGINALS = {
    "deepseek-llm": [
        r"[\r\n]", r"\s?[" + LETTERS + "]+", r"\s?[!-/:-~！-／：-～‘-‟　-。]+", r"\s+$", "[一-龥ࠀ-一가-\ud7ff]+", r"\p{N}+"],
    "youtu": [
        "[가-힣ㄱ-ㆎ]+|[！…“”‘’—：；，、-〿︰-﹏]+|[ㄅ-ㄯ]+|[一-龥぀-ゟ゠-ヿ]+", CASED.replace("%s", ENDINGS) + r"\p{N}" + REST],
    "tekken": [CASED.replace("%s", "") + r"\p{N}" + REST],
    "gpt-4o": [CASED.replace("%s", ENDINGS) + r"\p{N}{1,3}" + REST],
    "deepseek-coder": [r"[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", "[一-龥ࠀ-一가-\ud7ff]+", r"\p{N}"],
}
SPLITTINGS = [
    "gpt-2", "smollm", "qwen35", "deepseek-r1-qwen", "llama-bpe", "dbrx", "glm4", "deepseek-v3", "falcon", "bailingmoe",
    "seed-coder", "minicpm5", "bloom", "viking", "ufakzeka",
]


def splittings():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    # Without splitting while training, merges cross the places where text may be split.
    trainer = trainers.BpeTrainer(
        vocab_size=700, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), max_token_length=8, show_progress=False)
    tokenizer.train_from_iterator(["\n".join(CORPUS)] + ["  ".join(CORPUS)], trainer)
    model = json.loads(tokenizer.to_str())["model"]
    tokens = sorted(model["vocab"], key=model["vocab"].get)
    merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
    first = len(tokens)
    added = ["<|im_start|>", "<|im_end|>", "<tool_call>", "[PAD1]"]
    kinds = [1] * first + [3, 3, 4, 5]
    tokens += added
    result = {"tokens": tokens, "kinds": kinds, "merges": merges, "texts": TEXTS, "ids": {}}
    for name in SPLITTINGS:
        writer = gguf.GGUFWriter("trained.gguf", "llama")
        writer.add_tokenizer_model("gpt2")
        writer.add_tokenizer_pre(name)
        writer.add_token_list(tokens)
        writer.add_token_types(kinds)
        writer.add_token_merges(merges)
        writer.add_bos_token_id(first)
        writer.add_eos_token_id(first + 1)
        finish(writer)
        llama = Llama("trained.gguf")
        # Qwen's own tokenizer composes letters first, llama.cpp does not.
        texts = [unicodedata.normalize("NFC", text) if name == "qwen35" else text for text in TEXTS]
        result["ids"][name] = [llama.ids(text, True, True) for text in texts]
    for name, expressions in ORIGINALS.items():
        own = Tokenizer(models.BPE(
            vocab=dict(model["vocab"]), merges=[tuple(m.split(" ")) for m in merges], ignore_merges=name in ("tekken", "youtu")))
        splits = [pre_tokenizers.Split(Regex(expression), "isolated") for expression in expressions]
        splits.append(pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False))
        own.pre_tokenizer = pre_tokenizers.Sequence(splits)
        own.add_tokens([AddedToken(token, normalized=False) for token in added[:3]])
        beginning = [first] if name == "tekken" else []
        result["ids"][name] = [beginning + own.encode(text).ids for text in TEXTS]
    with open("splittings.json", "w") as file:
        json.dump(result, file, ensure_ascii=False, separators=(",", ":"))


silent = llama_cpp.llama_log_callback(lambda level, text, data: None)
llama_cpp.llama_log_set(silent, ctypes.c_void_p(0))
llama_cpp.llama_backend_init()
pieces()
splittings()
for kind in ["model", "vocab", "gguf"]:
    os.remove("trained." + kind)
