#!/usr/bin/env bash
# gguf 0.19.0: a model that is written in several files with an alignment of its own comes back as other numbers, without a word.
#
# GGUFWriter states general.alignment in the first file alone and places the tensors of every file by it. GGUFReader opens files
# one by one, finds no alignment in the later ones, takes the usual 32, and so reads padding where tensors were: norms of zeros
# here. Whether it goes wrong depends on the length of the tensors' names, which decides where 32 and 64 differ. Other readers
# follow the same rule, since nothing in a later file tells; nothing complains unless the last tensor runs over the file's end.
#
# Seen on 2026-11-30 with Python 3.11 and numpy 2.4.6, three files of one tensor each, alignment 64:
#   part 1: alignment 64, read as written
#   part 2: alignment 32, all zeros
#   part 3: alignment 32, all zeros
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet gguf==0.19.0 numpy==2.4.6
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import pathlib
import sys

import numpy as np
from gguf import GGUFReader, GGUFWriter

folder = pathlib.Path(sys.argv[1])
writer = GGUFWriter(folder / "model.gguf", "llama", split_max_tensors=1)
writer.add_custom_alignment(64)
norms = {f"blk.{layer}.attn_norm.weight": np.full(8, layer + 1, dtype=np.float32) for layer in range(3)}
for name, norm in norms.items():
    writer.add_tensor(name, norm)
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()

seen = []
for number, part in enumerate(sorted(folder.glob("*.gguf")), 1):
    reader = GGUFReader(part)
    numbers, written = reader.tensors[0].data, norms[reader.tensors[0].name]
    what = "read as written" if np.array_equal(numbers, written) else "all zeros" if not numbers.any() else "other numbers"
    print(f"part {number}: alignment {reader.alignment}, {what}")
    seen.append((reader.alignment, what))
assert seen == [(64, "read as written"), (32, "all zeros"), (32, "all zeros")], "the behaviour has changed"
PYTHON
