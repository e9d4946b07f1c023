"""The sum in an enrolment file: tells a file that was damaged on its way. It proves nothing about who made it."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

NAME = "sum"
_SIZE = 16


def summed(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The values with their sum."""
    return {**plain, NAME: _sum(plain)}


def is_whole(plain: Mapping[str, Any]) -> bool:
    """Whether they are the values that were summed."""
    return plain.get(NAME) == _sum(plain)


def _sum(plain: Mapping[str, Any]) -> str:
    kept = {name: value for name, value in plain.items() if name != NAME}
    return sha256(json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()).hexdigest()[:_SIZE]
