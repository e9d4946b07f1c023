"""The tables of the folds, declared once: the unit makes them with sqlite-utils, the center with SQLAlchemy."""

from collections.abc import Mapping
from typing import NamedTuple


class FoldTable(NamedTuple):
    """`columns` are whole numbers of 64 bits (int) or text (str), none may be null; `key` is the primary key."""

    name: str
    columns: Mapping[str, type]
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()


NAME = {"unit": int, "seq": int}
GOODS = {"account": str, "place_unit": int, "place_seq": int, "item": int, "batch": str}

MADE_AT = 1 << 62
"""`said` of a claim that speaks of the moment when it was made."""

FOLD_TABLES = (
    # Entries out of force: named by a correction or a void, arrived or not. Nothing ever leaves this table.
    FoldTable("replaced", NAME, ("unit", "seq")),
    # Statements in force under the key of their type's view; the greatest (as_of, at, unit, seq) is the newest.
    FoldTable(
        "claim",
        {**NAME, "type": int, "key": str, "as_of": int, "at": int, "made_at": int, "timed": int, "said": int},
        ("unit", "seq"),
        (("type", "key", "as_of", "at", "unit", "seq"),),
    ),
    FoldTable("newest", {"type": int, "key": str, **NAME, "as_of": int, "at": int}, ("type", "key")),
    # Movements of goods in force, and their sums.
    FoldTable(
        "moved",
        {**NAME, "n": int, **GOODS, "amount": int},
        ("unit", "seq", "n"),
        (("place_unit", "place_seq", "item", "batch", "account"),),
    ),
    FoldTable(
        "stock",
        {**GOODS, "amount": int},
        ("place_unit", "place_seq", "item", "batch", "account"),
        (("account", "place_unit", "place_seq", "item", "batch"),),
    ),
    # Corrections of time in force: entries first..last of that unit were made shift_s later than they say.
    FoldTable("time_shift", {**NAME, "first": int, "last": int, "shift_s": int}, ("unit", "seq")),
)
