#!/usr/bin/env bash
# gguf 0.19.0: one NaN turns its whole block of MXFP4 into zeros, without a word.
#
# A weight that is NaN (a run that diverged, a bad merge) makes the other 31 of its block vanish: the block's scale is taken from
# the largest magnitude where that is above zero, which NaN is not, and is 0 elsewhere. In Q8_0, Q4_0 and Q5_1 of the same package
# such a block decodes to NaN, so that a check for finite numbers finds it; in MXFP4 there is nothing left to find, and the model
# runs on with a hole in it. An infinity does the same, with a warning of numpy's.
#
# Seen on 2026-11-30 with Python 3.11 and numpy 2.4.6:
#   MXFP4: 32 of 32 numbers are 0, 0 warnings
#   Q8_0:  0 of 32 numbers are finite
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet gguf==0.19.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import gguf
import numpy as np
from gguf.quants import dequantize, quantize


def decoded(kind):
    weights = np.linspace(-1, 1, 32, dtype=np.float32).reshape(1, 32)
    weights[0, 5] = np.nan
    kind = gguf.GGMLQuantizationType[kind]
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        return dequantize(quantize(weights, kind), kind)[0], len(heard)


numbers, heard = decoded("MXFP4")
zeros, finite = int((numbers == 0).sum()), int(np.isfinite(decoded("Q8_0")[0]).sum())
print(f"MXFP4: {zeros} of 32 numbers are 0, {heard} warnings")
print(f"Q8_0:  {finite} of 32 numbers are finite")
assert (zeros, heard, finite) == (32, 0, 0), "the behaviour has changed"
PYTHON
