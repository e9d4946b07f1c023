"""Contexts by number: what both ends must share to read a frame. Lines are added here, never edited."""

from dataclasses import dataclass
from functools import cache

from sync.codec.envelope_tables import Dialect
from sync.codec.shipped import shipped
from sync.errors import BadFrame

PLAIN = 0
"""No tables, for ever: whatever else fails, this is read."""


@dataclass(frozen=True, slots=True)
class Context:
    """The tables and the text model of a context, each as (name, SHA-256) of its file."""

    tables: tuple[str, str]
    letters: tuple[str, str]


CONTEXTS: dict[int, Context] = {
    1: Context(
        ("tables-1.json", "0c32a6aa457541cb69c9ecc9d17e97e93a701fe69b63848d42bc766a52106664"),
        ("letters-1.json", "a5bea24f05f124cc4f49d603eb2f91b960eb8adf2a5ef114849fa195c0fbd4b7"),
    ),
}
NEWEST = max(CONTEXTS, default=PLAIN)
"""What a packer says when nobody asks for another."""


@cache
def dialect(number: int) -> Dialect:
    """The walks of a context, loaded when it is first met. Raises BadFrame for one that is not here."""
    if number not in CONTEXTS:
        raise BadFrame("context")
    known = CONTEXTS[number]
    return Dialect(shipped(known.tables, known.letters))
