"""Stores heads as the official training code did, by torch.save: python3 heads.py medusa_lm_head.pt

The numbers are made up from the tensors' names, so that the tests can make the same ones.
"""

import sys

import numpy as np
import torch


def made_up(name, *shape):
    state = 2_166_136_261
    for byte in name.encode():
        state = (state ^ byte) * 16_777_619 % 2**32
    numbers = np.empty(int(np.prod(shape)), np.float32)
    for place in range(len(numbers)):
        state = (state * 1_664_525 + 1_013_904_223) % 2**32
        numbers[place] = (np.float32(state >> 8) / np.float32(2**24) - np.float32(0.5)) * np.float32(0.5)
    return torch.from_numpy(numbers.reshape(shape))


class Block(torch.nn.Module):
    def __init__(self, width):
        super().__init__()
        self.linear = torch.nn.Linear(width, width)


# The official code repeats one block, which the state then lists under both names.
WIDTH, VOCABULARY, HEADS, BLOCKS = 24, 50, 3, 2
heads = torch.nn.ModuleList(
    torch.nn.Sequential(*[Block(WIDTH)] * BLOCKS, torch.nn.Linear(WIDTH, VOCABULARY, bias=False)) for _ in range(HEADS))
for number, head in enumerate(heads):
    head[0].linear.weight.data = made_up(f"{number}.0.linear.weight", WIDTH, WIDTH)
    head[0].linear.bias.data = made_up(f"{number}.0.linear.bias", WIDTH)
    head[BLOCKS].weight.data = made_up(f"{number}.{BLOCKS}.weight", VOCABULARY, WIDTH)
torch.save(heads.state_dict(), sys.argv[1])
