"""Writes the files of this folder: torch.save's archives of a few tensors, and what they hold.

    pip install torch==2.15.0 && python make.py
"""

import collections
import json
import pathlib

import torch

here = pathlib.Path(__file__).parent
torch.manual_seed(0)

tensors = {
    "single": torch.randn(3, 4),
    "half": torch.randn(5).half(),
    "bfloat": torch.randn(2, 2, 3).bfloat16(),
    "double": torch.randn(2).double(),
    "long": torch.tensor([-3, 1 << 40]),
    "int": torch.tensor([7, -7], dtype=torch.int32),
    "flags": torch.tensor([True, False, True]),
    "scalar": torch.tensor(2.5),
    "empty": torch.zeros(0, 4),
}
base = torch.arange(24, dtype=torch.float32)
views = {
    "turned": base.view(4, 6).t(),
    "part": base.view(4, 6)[1:3, 2:5],
    "every other": base[1::2],
    "whole": base,
}
state = collections.OrderedDict((name, torch.nn.Parameter(t) if t.is_floating_point() else t) for name, t in tensors.items())
state._metadata = {"": {"version": 1}}

torch.save(tensors, here / "plain.bin")
torch.save(state, here / "state.bin")
torch.save(tensors, here / "protocol4.bin", pickle_protocol=4)
torch.save(views, here / "views.bin")
torch.save(tensors, here / "old.bin", _use_new_zipfile_serialization=False)
torch.save({"a": collections.Counter("ab")}, here / "counter.bin")
torch.save({"state_dict": tensors, "step": 3}, here / "nested.bin")


def described(tensors):
    return {
        name: {"dtype": str(t.dtype).removeprefix("torch."), "shape": list(t.shape), "values": t.double().flatten().tolist()}
        for name, t in tensors.items()
    }


(here / "expected.json").write_text(json.dumps({"tensors": described(tensors), "views": described(views)}, indent=1) + "\n")
