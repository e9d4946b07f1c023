"""The texts of notes: one set to train on, another to test on, each by its own author."""

from functools import cache
from pathlib import Path
from typing import NewType

Notes = NewType("Notes", str)
TRAINING, TEST = Notes("notes-training.txt"), Notes("notes-test.txt")


@cache
def texts(which: Notes) -> tuple[str, ...]:
    """Every note of a set, one a line, in the order of the file; lines with # explain."""
    lines = (Path(__file__).parent / which).read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
