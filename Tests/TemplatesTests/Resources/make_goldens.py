"""Renders the cases below with jinja2 and writes goldens.json: what each gives, or that it fails.

Run it with Python 3.11 or later and jinja2 3.1.6 (pip install jinja2==3.1.6) in this folder:

    python make_goldens.py

The environment is that of transformers' apply_chat_template; the time is pinned. Cases are templates with variables, or
templates alone, which see VARIABLES. The files templates/*.jinja are whole chat templates of our own, each rendered with
every conversation of CONVERSATIONS.
"""

import contextlib
import datetime
import json
import pathlib

import jinja2
import jinja2.ext
from jinja2.sandbox import ImmutableSandboxedEnvironment

assert jinja2.__version__ == "3.1.6", jinja2.__version__
NOW = datetime.datetime(2025, 3, 9, 14, 5, 7)


class Generation(jinja2.ext.Extension):
    """The part of transformers' AssistantTracker that shows in the text."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_support"), [], [], body).set_lineno(line)

    @jinja2.pass_eval_context
    def _support(self, context, caller):
        return caller()


class TemplateDict:
    def __call__(self, *args, **kwargs):
        return dict(*args, **kwargs)

    def fromkeys(self, *args, **kwargs):
        return dict.fromkeys(*args, **kwargs)


class TemplateNamespace(jinja2.utils.Namespace):
    def __init__(*args, **kwargs):
        self, args = args[0], args[1:]
        attributes = dict(*args, **kwargs)
        for name in attributes:
            TemplateNamespace._check(name)
        jinja2.utils.Namespace.__init__(self, attributes)

    def __setitem__(self, name, value):
        TemplateNamespace._check(name)
        jinja2.utils.Namespace.__setitem__(self, name, value)

    @staticmethod
    def _check(name):
        if isinstance(name, str) and name.startswith("_"):
            raise jinja2.exceptions.SecurityError(name)


def environment():
    def raise_exception(message):
        raise jinja2.exceptions.TemplateError(message)

    def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    made = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols]
    )
    made.filters["tojson"] = tojson
    made.globals["raise_exception"] = raise_exception
    made.globals["strftime_now"] = lambda format: NOW.strftime(format)
    made.globals["dict"] = TemplateDict()
    made.globals["namespace"] = TemplateNamespace
    return made


VARIABLES = {
    "name": "Ada", "text": "  Hello, World!  \n", "empty": "", "none": None, "zero": 0, "one": 1, "five": 5, "pi": 3.14159,
    "yes": True, "no": False, "list": [3, 1, 2], "words": ["pear", "Apple", "fig", "apple"], "nothing": [],
    "person": {"name": "Ada", "age": 36, "items": "own", "tags": ["a", "b"], "address": {"city": "London", "zip": 12}},
    "people": [
        {"name": "Ada", "age": 36, "role": "user"}, {"name": "bob", "age": 7, "role": "tool"},
        {"name": "Cyd", "age": 36, "role": "user"}, {"name": "dan", "role": "system"},
    ],
    "tree": [{"v": 1, "kids": [{"v": 2, "kids": [{"v": 3, "kids": []}]}, {"v": 4, "kids": []}]}, {"v": 5, "kids": []}],
    "unicode": "naïve Straße ΟΔΟΣ 中文 🙂", "quotes": "it's \"so\"\\\n\t\x07\u200b\u00a0é", "pairs": [[1, "a"], [2, "b"]],
    "mixed": [1, "a", None, 2.5, True, [1], {"k": "v"}], "html": "<b>&\"'</b>", "big": 9007199254740993, "day": "2025-01-02",
}


def expressions(block):
    """One case for each line: the expression inside a print tag."""
    return ["{{ " + line + " }}" for line in block.strip().splitlines() if line.strip()]


def templates(block):
    """One case for each stretch between lines of '----'."""
    return [part.strip("\n") for part in block.split("\n----\n")]


ROOT = pathlib.Path(__file__).parent
CASES = expressions((ROOT / "expressions.txt").read_text()) + templates((ROOT / "statements.txt").read_text())

USER = {"role": "user", "content": "Hi <|im_end|> there!"}
TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather", "description": "Tells the weather.",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string", "description": "A city"},
                "unit": {"type": "string", "enum": ["C", "F"], "default": "C"},
                "days": {"type": "array", "items": {"type": "integer"}, "nullable": True},
                "where": {"type": ["string", "null"]},
            },
            "required": ["city"],
        },
        "return": {"type": "string", "description": "The weather"},
    },
}
CALL = {
    "role": "assistant", "content": "",
    "tool_calls": [
        {"id": "abcdefghi", "type": "function",
         "function": {"name": "get_weather", "arguments": {"city": "Zürich", "days": [1, 2], "deep": {"a": None}}}}
    ],
}
CONVERSATIONS = {
    "single": {"messages": [USER], "add_generation_prompt": True},
    "system": {
        "messages": [{"role": "system", "content": "Be brief.\n"}, USER, {"role": "assistant", "content": " Hello. "}, USER],
        "add_generation_prompt": True,
    },
    "thoughts": {
        "messages": [
            USER, {"role": "assistant", "content": "<think>\nfirst\n</think>\n\nAnswer one."}, USER,
            {"role": "assistant", "content": "Answer two.", "reasoning_content": "second\n"},
        ],
        "add_generation_prompt": False, "enable_thinking": False,
    },
    "tools": {
        "messages": [
            {"role": "system", "content": "Use tools."}, {"role": "user", "content": "Weather?"}, CALL,
            {"role": "tool", "name": "get_weather", "tool_call_id": "abcdefghi", "content": "{\"sun\": true}"},
            {"role": "assistant", "content": "Sunny."}, {"role": "user", "content": "Thanks."},
        ],
        "tools": [TOOL], "add_generation_prompt": True,
    },
    "parts": {
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "Look: "}, {"type": "image"}, {"type": "text", "text": "a"}]},
            {"role": "assistant", "content": [{"type": "text", "text": "I see."}]}, USER,
        ],
        "add_generation_prompt": True,
    },
    "wrong": {"messages": [{"role": "assistant", "content": "I begin."}, {"role": "narrator", "content": "x"}]},
    "none": {"messages": []},
}
TOKENS = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}


def outcome(made, source, variables):
    try:
        return {"output": made.from_string(source).render(**variables)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    made = environment()
    cases = [{"template": case, **outcome(made, case, VARIABLES)} for case in CASES]
    chats = []
    for path in sorted((ROOT / "templates").glob("*.jinja")):
        source = path.read_text()
        for name in CONVERSATIONS:
            variables = {**TOKENS, **CONVERSATIONS[name]}
            chats.append({"file": path.name, "conversation": name, **outcome(made, source, variables)})
    conversations = {name: {**TOKENS, **CONVERSATIONS[name]} for name in CONVERSATIONS}
    goldens = {"variables": VARIABLES, "cases": cases, "conversations": conversations, "chats": chats}
    (ROOT / "goldens.json").write_text(json.dumps(goldens, indent=1, ensure_ascii=True) + "\n")
    failing = sum("error" in case for case in cases)
    print(f"{len(cases)} cases, {failing} of them failing; {len(chats)} chats, {sum('error' in c for c in chats)} failing")


main()
