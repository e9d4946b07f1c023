"""Notices: what is wrong or odd about a record, as codes that have a sentence in web/texts.py."""

from dataclasses import dataclass
from typing import NamedTuple


class Goods(NamedTuple):
    """An amount of an item in a notice, base units: only who knows the kamus can say it with its unit."""

    item: int
    amount: int


class Span(NamedTuple):
    """A stretch of time in a notice, to be said in words."""

    seconds: int


class Since(NamedTuple):
    """An instant in a notice, UTC seconds, to be said as how long ago that is."""

    at: int


class On(NamedTuple):
    """A calendar day in a notice, days since 1970."""

    day: int


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that is wrong or odd. `field` "" means the whole record; only `blocks` refuses it."""

    code: str
    field: str = ""
    blocks: bool = False
    values: tuple[tuple[str, object], ...] = ()


def warns(code: str, field: str = "", **values: object) -> Notice:
    """Something odd: said in one sentence and stored."""
    return Notice(code, field, False, tuple(values.items()))


def blocks(code: str, field: str = "", **values: object) -> Notice:
    """Something that cannot be true: refused."""
    return Notice(code, field, True, tuple(values.items()))


class InvalidRecord(ValueError):
    """A record that may not be kept. `notices` says why; each code has a sentence."""

    def __init__(self, notices: tuple[Notice, ...]) -> None:
        super().__init__(", ".join(f"{notice.field}:{notice.code}" for notice in notices))
        self.notices = notices
