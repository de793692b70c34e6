"""Computes what EAGLE heads of every layout give, in double precision: python3 heads.py > heads.json

With `--torch plain.bin` it stores the first head as torch.save does, under SafeAILab's names.

Weights are made up from their names, so that the tests can make the same ones. Nothing here is shared with the toolkit.
"""

import json
import sys

import numpy as np

VOCABULARY, TARGET, LAYERS = 40, 16, 8
COMMITTED, CHAIN = 9, [7, 31, 2, 18]


def uniform(state, count):
    numbers = np.empty(count)
    for place in range(count):
        state = (state * 1_664_525 + 1_013_904_223) % 2**32
        numbers[place] = (state >> 8) / 2**24 - 0.5
    return numbers, state


def made_up(name, shape, centre=0.0, spread=0.5):
    seed = 2_166_136_261
    for byte in name.encode():
        seed = (seed ^ byte) * 16_777_619 % 2**32
    numbers, _ = uniform(seed, int(np.prod(shape)))
    return (np.float32(centre) + numbers.astype(np.float32) * np.float32(spread)).astype(np.float64).reshape(shape)


def target_tables():
    """The embedding table and the output rows of the tests' target, whose weights follow each other in one sequence."""
    shapes = [(VOCABULARY, TARGET)]
    for _ in range(LAYERS):
        shapes += [(TARGET,), (16, 16), (8, 16), (8, 16), (16, 16), (TARGET,), (24, 16), (24, 16), (16, 24)]
    shapes += [(TARGET,), (VOCABULARY, TARGET)]
    state, tables = 12_345, []
    for shape in shapes:
        numbers, state = uniform(state, int(np.prod(shape)))
        tables.append((numbers.astype(np.float32) * np.float32(0.8)).astype(np.float64).reshape(shape))
    return tables[0], tables[-1]


def rms(x, gain, epsilon):
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + epsilon) * gain


def silu(x):
    return x / (1 + np.exp(-x))


class Head:
    def __init__(self, name, speculators=False, **options):
        self.name, self.speculators, self.options = name, speculators, options
        o = dict(
            width=16, inner=24, heads=4, groups=2, head_dim=4, layers=1, draft=12, d2t="I64", states_draft=True,
            lm_head=True, embed=False, epsilon=1e-5, theta=10_000.0, scaling=None, positions=2048, window=None,
            sliding=[], residual=False, norm_fc=False, fc_norm=False, output="logits", qk=False, bias=False,
            eagle1=None, griffin=False, taps=3)
        o.update(options)
        for key, value in o.items():
            setattr(self, key, value)
        self.tensors = []

    # The files

    def config(self):
        layer = {
            "model_type": "qwen3" if self.qk else "llama", "hidden_size": self.width,
            "intermediate_size": self.inner, "num_attention_heads": self.heads, "num_key_value_heads": self.groups,
            "num_hidden_layers": self.layers, "head_dim": self.head_dim, "rms_norm_eps": self.epsilon,
            "vocab_size": VOCABULARY, "rope_theta": self.theta, "max_position_embeddings": self.positions,
        }
        if self.scaling:
            layer["rope_scaling"] = self.scaling
        if self.eagle1 is not None:
            return layer | {"bias": "fc" in self.eagle1, "qkv_bias": "qkv" in self.eagle1}
        head = {"draft_vocab_size": self.draft} if self.states_draft else {}
        if self.width != TARGET:
            head["target_hidden_size"] = TARGET
        if self.residual:
            head["norm_before_residual"] = True
        if self.norm_fc:
            head["norm_before_fc"] = True
        if self.fc_norm:
            head["fc_norm"] = True
        if self.speculators:
            if self.sliding:
                layer |= {
                    "sliding_window": self.window, "use_sliding_window": True,
                    "layer_types": ["sliding_attention" if s else "full_attention" for s in self.sliding]}
            if self.bias:
                layer["attention_bias"] = True
            head["norm_output"] = self.output == "states"
            return head | {"speculators_model_type": "eagle3", "transformer_layer_config": layer}
        if self.output == "unused":
            head["norm_output"] = False
        return layer | head

    def take(self, name, *shape, centre=0.0):
        self.tensors.append({"name": name, "shape": list(shape), "centre": centre})
        return made_up(name, shape, centre)

    def norm(self, name, width):
        return self.take(name, width, centre=1.0)

    def first(self):
        return "layers.0" if self.speculators or self.eagle1 is not None else "midlayer"

    def layer(self, name, inputs, isFirst):
        q, k = self.heads * self.head_dim, self.groups * self.head_dim
        part = {
            "q": self.take(f"{name}.self_attn.q_proj.weight", q, inputs),
            "k": self.take(f"{name}.self_attn.k_proj.weight", k, inputs),
            "v": self.take(f"{name}.self_attn.v_proj.weight", k, inputs),
            "o": self.take(f"{name}.self_attn.o_proj.weight", self.width, q),
            "gate": self.take(f"{name}.mlp.gate_proj.weight", self.inner, self.width),
            "up": self.take(f"{name}.mlp.up_proj.weight", self.inner, self.width),
            "down": self.take(f"{name}.mlp.down_proj.weight", self.width * (2 if self.griffin else 1), self.inner),
            "post": self.norm(f"{name}.post_attention_layernorm.weight", self.width),
        }
        if self.eagle1 is None or not isFirst:
            part["input"] = self.norm(f"{name}.input_layernorm.weight", self.width)
        if self.eagle1 is None and isFirst:
            part["hidden"] = self.norm(f"{name}.hidden_norm.weight", self.width)
        if self.qk:
            for which in "qk":
                part[f"{which}_norm"] = self.norm(f"{name}.self_attn.{which}_norm.weight", self.head_dim)
        if self.bias or "qkv" in (self.eagle1 or ()):
            for which, width in (("q", q), ("k", k), ("v", k)):
                part[f"{which}_bias"] = self.take(f"{name}.self_attn.{which}_proj.bias", width)
        if self.bias:
            part["o_bias"] = self.take(f"{name}.self_attn.o_proj.bias", self.width)
        return part

    # The network

    def angles(self, position):
        pairs = self.head_dim // 2
        exponents = np.arange(pairs) * 2 / self.head_dim
        kind = (self.scaling or {}).get("rope_type")
        magnitude = 1.0
        plain = self.theta**-exponents
        if kind == "dynamic":
            factor, length = self.scaling["factor"], max(position + 1, self.positions)
            growth = factor * length / self.positions - (factor - 1)
            plain = (self.theta * growth ** (self.head_dim / (self.head_dim - 2))) ** -exponents
        if kind == "yarn":
            factor, context = self.scaling["factor"], self.scaling["original_max_position_embeddings"]

            def place(turns):
                return self.head_dim * np.log(context / (turns * 2 * np.pi)) / (2 * np.log(self.theta))

            low, high = max(np.floor(place(32)), 0), min(np.ceil(place(1)), self.head_dim - 1)
            ramp = np.clip((np.arange(pairs) - low) / (high - low if high != low else 0.001), 0, 1)
            plain = plain / factor * ramp + plain * (1 - ramp)
            magnitude = 0.1 * np.log(factor) + 1
        return position * plain, magnitude

    def rotate(self, x, position):
        angle, magnitude = self.angles(position)
        low, high = np.split(x.reshape(-1, self.head_dim), 2, axis=-1)
        c, s = np.cos(angle) * magnitude, np.sin(angle) * magnitude
        return np.concatenate([low * c - high * s, high * c + low * s], -1)

    def attend(self, part, x, position, cache, window):
        q, k, v = (part[w] @ x + part.get(f"{w}_bias", 0) for w in "qkv")
        q, k, v = (a.reshape(-1, self.head_dim) for a in (q, k, v))
        if self.qk:
            q, k = rms(q, part["q_norm"], self.epsilon), rms(k, part["k_norm"], self.epsilon)
        q, k = self.rotate(q, position), self.rotate(k, position)
        cache.append((k, v))
        seen = cache if window is None else cache[-window:]
        output = []
        for head in range(self.heads):
            group = head * self.groups // self.heads
            scores = np.array([q[head] @ key[group] for key, _ in seen]) / np.sqrt(self.head_dim)
            weights = np.exp(scores - scores.max())
            weights /= weights.sum()
            output.append(sum(w * value[group] for w, (_, value) in zip(weights, seen)))
        return part["o"] @ np.concatenate(output) + part.get("o_bias", 0)

    def feed_forward(self, part, y):
        n = rms(y, part["post"], self.epsilon)
        return (np.concatenate([y, y]) if self.griffin else y) + part["down"] @ (silu(part["gate"] @ n) * (part["up"] @ n))

    def run(self, embedding, output_rows):
        """The log-probabilities after the committed tokens and along a chain, `[1 + chain, draft vocabulary]`."""
        width, eagle1 = self.width, self.eagle1
        taps = 1 if eagle1 is not None else self.taps
        if self.griffin:
            fc, fc_bias = self.take("fc.fc.weight", width, width + TARGET), self.take("fc.fc.bias", width)
            state_norm = self.norm("fc.post_attention_layernorm.weight", width)
            both_norm = self.norm("fc.mlp.input_layernorm.weight", width)
            widen = self.take("fc.mlp.up_proj.weight", self.inner, 2 * width)
            narrow = self.take("fc.mlp.down_proj.weight", width, self.inner)
        elif eagle1 is not None:
            fc = self.take("fc.weight", width, width + TARGET)
            fc_bias = self.take("fc.bias", width) if "fc" in eagle1 else 0
        else:
            fc = self.take("fc.weight", width, taps * TARGET)
            input_norm = self.norm("input_norm.weight", taps * TARGET) if self.norm_fc else None
            fc_norms = [self.norm(f"fc_norm.{t}.weight", TARGET) for t in range(taps)] if self.fc_norm else None
        layers = [self.layer(self.first(), width if eagle1 is not None else 2 * width, True)]
        layers += [self.layer(f"layers.{n}", width, False) for n in range(1, self.layers)]
        norm = self.norm("norm.weight", width) if eagle1 is None else None
        if self.embed:
            embedding = self.take("embed_tokens.weight", VOCABULARY, width)
        vocabulary = [2 * d + 1 for d in range(self.draft)] if self.draft < VOCABULARY else list(range(VOCABULARY))
        if eagle1 is not None:
            vocabulary = list(range(VOCABULARY))
        if eagle1 is None and self.lm_head:
            output_rows = self.take("lm_head.weight", self.draft, width)
        else:
            output_rows = output_rows[vocabulary]
        self.vocabulary = vocabulary

        features = made_up("features", (COMMITTED, taps * TARGET), spread=4.0)
        tokens = [(5 * p + 3) % VOCABULARY for p in range(COMMITTED + 1)] + CHAIN
        caches = [[] for _ in layers]
        rows, state = [], None
        for p in range(COMMITTED + len(CHAIN)):
            if p < COMMITTED:
                f = features[p]
                if eagle1 is not None:
                    state = f
                else:
                    if self.norm_fc:
                        f = rms(f, input_norm, self.epsilon)
                    if self.fc_norm:
                        parts = f.reshape(taps, TARGET)
                        f = np.concatenate([rms(x, g, self.epsilon) for x, g in zip(parts, fc_norms)])
                    state = fc @ f
            e = embedding[tokens[p + 1]]
            part = layers[0]
            if eagle1 is not None:
                x = fc @ np.concatenate([e, state]) + fc_bias
                if self.griffin:
                    n = rms(rms(x, state_norm, self.epsilon), both_norm, self.epsilon)
                    x = x + narrow @ silu(widen @ np.concatenate([n, rms(e, both_norm, self.epsilon)]))
                residual = x
            else:
                n = rms(state, part["hidden"], self.epsilon)
                x = np.concatenate([rms(e, part["input"], self.epsilon), n])
                residual = n if self.residual else state
            windows = [self.window if s else None for s in self.sliding] or [None] * len(layers)
            u = self.feed_forward(part, residual + self.attend(part, x, p, caches[0], windows[0]))
            for number, part in enumerate(layers[1:], 1):
                x = rms(u, part["input"], self.epsilon)
                u = self.feed_forward(part, u + self.attend(part, x, p, caches[number], windows[number]))
            normed = rms(u, norm, self.epsilon) if norm is not None else u
            if self.griffin:
                logits, state = output_rows @ u[:width], u[width:]
            else:
                logits = output_rows @ (u if self.output == "unused" else normed)
                state = normed if self.output == "states" else u
            if p >= COMMITTED - 1:
                top = logits.max()
                rows.append(logits - top - np.log(np.exp(logits - top).sum()))
        return np.array(rows)

    def value(self, embedding, output_rows):
        rows = self.run(embedding, output_rows)
        maps = None if len(self.vocabulary) == VOCABULARY else self.d2t
        return {
            "name": self.name, "config": self.config(), "tensors": self.tensors, "d2t": maps,
            "vocabulary": self.vocabulary, "logProbabilities": np.round(rows, 8).tolist(),
        }


YARN = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16}

HEADS = [
    Head("plain"),
    Head("norm_before_residual", speculators=True, residual=True),
    Head("norm_before_fc", speculators=True, norm_fc=True),
    Head("norm_before_fc in a flat file", norm_fc=True, residual=True),
    Head("fc_norm", fc_norm=True),
    Head("norm_output of speculators", speculators=True, output="states"),
    Head("norm_output: false of SpecForge", output="unused"),
    Head("sliding window", speculators=True, window=3, sliding=[True]),
    Head("speculators' defaults", speculators=True, residual=True, norm_fc=True, output="states", window=5,
         sliding=[True], embed=True),
    Head("EAGLE-3.1 by speculators", speculators=True, fc_norm=True, output="states", residual=True),
    Head("yarn", theta=100.0, scaling=YARN),
    Head("dynamic", positions=6, scaling={"rope_type": "dynamic", "factor": 3.0}),
    Head("three layers, the middle one sliding", speculators=True, layers=3, window=4, sliding=[False, True, False]),
    Head("three normed layers", speculators=True, layers=3, residual=True, norm_fc=True, output="states"),
    Head("a width of its own", width=8, embed=True),
    Head("no lm_head, whole vocabulary", lm_head=False, draft=VOCABULARY),
    Head("no lm_head, reduced vocabulary", lm_head=False),
    Head("32-bit offsets, draft vocabulary unstated", d2t="I32", states_draft=False),
    Head("whole vocabulary unstated", draft=VOCABULARY, states_draft=False),
    Head("two taps", taps=2),
    Head("five taps", taps=5),
    Head("norms of queries and keys", speculators=True, qk=True, layers=2),
    Head("attention_bias", speculators=True, bias=True, layers=2),
    Head("everything", speculators=True, layers=2, residual=True, fc_norm=True, output="states", window=4,
         sliding=[True, True], qk=True, bias=True, embed=True, theta=100.0, scaling=YARN),
    Head("EAGLE-1 with a bias", eagle1=("fc",), embed=True),
    Head("EAGLE-1 without", eagle1=(), embed=True),
    Head("EAGLE-1 for Qwen2", eagle1=("fc", "qkv")),
    Head("GRIFFIN", eagle1=("fc",), griffin=True, embed=True),
    Head("EAGLE-1 of two layers", eagle1=("fc",), layers=2, embed=True),
]

def save(head, tables, path):
    import torch

    head.value(*tables)
    tensors = {t["name"]: torch.tensor(made_up(t["name"], t["shape"], t["centre"])).float() for t in head.tensors}
    tensors["d2t"] = torch.tensor([token - place for place, token in enumerate(head.vocabulary)])
    tensors["t2d"] = torch.tensor([token in head.vocabulary for token in range(VOCABULARY)])
    torch.save(tensors, path)


if __name__ == "__main__":
    tables = target_tables()
    if sys.argv[1:2] == ["--torch"]:
        save(HEADS[0], tables, sys.argv[2])
        sys.exit()
    lists = {2: [2, 5], 5: [1, 2, 4, 5, 7]}
    values = []
    for head in HEADS:
        value = head.value(*tables)
        if head.taps in lists:
            value["config"]["eagle_aux_hidden_state_layer_ids"] = lists[head.taps]
        values.append(value)
    prompt = [(5 * p + 3) % VOCABULARY for p in range(COMMITTED + 1)]
    texts = [json.dumps(value, separators=(",", ":")) for value in values]
    print('{"prompt":%s,"chain":%s,"heads":[\n%s\n]}' % (json.dumps(prompt), json.dumps(CHAIN), ",\n".join(texts)))
