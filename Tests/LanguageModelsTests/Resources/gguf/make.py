# Makes blocks.safetensors: random blocks of every type, and the numbers that the reference decodes from them.
# Run with gguf 0.19.0, numpy 2.4.6 and safetensors 0.8.0.
import gguf
import numpy as np
from gguf.quants import dequantize
from safetensors.numpy import save_file

# Where a block holds halves, which are scales: random bits would be NaN now and then.
HALVES = {
    "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0], "Q2_K": [80, 82], "Q3_K": [108],
    "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208], "IQ4_NL": [0], "IQ4_XS": [0], "MXFP4": [],
}
BLOCKS, KEPT = 2000, 4

random = np.random.default_rng(1)
tensors = {}
for name, places in HALVES.items():
    kind = gguf.GGMLQuantizationType[name]
    numbers, size = gguf.GGML_QUANT_SIZES[kind]
    blocks = random.integers(0, 256, (BLOCKS, size), dtype=np.uint8)
    for place in places:
        scales = random.standard_normal(BLOCKS) * np.exp2(random.integers(-18, 3, BLOCKS))
        blocks[:, place : place + 2] = scales.astype(np.float16).view(np.uint8).reshape(BLOCKS, 2)
    if name == "MXFP4":
        blocks[:, 0] = random.integers(0, 255, BLOCKS)
    decoded = dequantize(blocks, kind).astype(np.float32).reshape(BLOCKS, numbers)
    tensors[name + ".blocks"] = blocks[:KEPT]
    tensors[name + ".numbers"] = decoded[:KEPT]
save_file(tensors, "blocks.safetensors", metadata={"generator": "gguf 0.19.0"})
