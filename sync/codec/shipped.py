"""Tables that ship with the package: data files beside this module, taken only when their SHA-256 is the one known."""

import json
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from sync.codec.letters import Letters
from sync.codec.model import Frozen


class OtherTables(Exception):
    """A shipped file is not the one that this version was made with: a torn installation, never a frame's fault."""


@cache
def shipped(tables: tuple[str, str], letters: tuple[str, str]) -> Frozen:
    """The model of two files, each (name, SHA-256), one for all contexts that share them. Raises OtherTables."""
    data = read(*tables)
    return Frozen({**data, "facts": {**data["facts"], "letters": Letters(read(*letters))}})


def read(name: str, known: str) -> dict[str, Any]:
    """A data file of that SHA-256. Raises OtherTables."""
    data = files("sync.codec").joinpath("tables", name).read_bytes()
    if sha256(data).hexdigest() != known:
        raise OtherTables(name)
    found: dict[str, Any] = json.loads(data)
    return found
