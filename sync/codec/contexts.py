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
        ("tables-1.json", "1727beb874f7899e647a994c6ccdca11ef6309ff32d5884e871d420eb8128968"),
        ("letters-1.json", "a022813d38c60a5aacd887daa192e64a39634b95d0b286023127816e78ea9404"),
    ),
    2: Context(
        ("tables-2.json", "adbe217334d6473920179ba5da55904335ad81252f5d46c65126190b091ca724"),
        ("letters-1.json", "a022813d38c60a5aacd887daa192e64a39634b95d0b286023127816e78ea9404"),
    ),
    3: Context(
        ("tables-2.json", "adbe217334d6473920179ba5da55904335ad81252f5d46c65126190b091ca724"),
        ("letters-1.json", "a022813d38c60a5aacd887daa192e64a39634b95d0b286023127816e78ea9404"),
    ),
}
"""3 is 2 with the fields that declare `since=3`: a context for new fields needs no tables of its own."""
NEWEST = max(CONTEXTS, default=PLAIN)
"""The highest that is understood here."""
OFFERED = (2, 1)
"""What a packer chooses from for a frame without newer fields. 1 learnt one disaster well, 2 learnt from many: neither is the better one everywhere."""


def offered(least: int) -> tuple[int, ...]:
    """What a packer chooses from for entries that no context before `least` can say; () when none here can."""
    if not least:
        return OFFERED
    known = tuple(number for number in OFFERED if number >= least)
    return known or tuple(sorted(number for number in CONTEXTS if number >= least)[:1])


@cache
def dialect(number: int) -> Dialect:
    """The walks of a context, loaded when it is first met. Raises BadFrame for one that is not here."""
    if number not in CONTEXTS:
        raise BadFrame("context")
    known = CONTEXTS[number]
    return Dialect(shipped(known.tables, known.letters), number)
