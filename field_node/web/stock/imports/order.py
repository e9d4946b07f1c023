"""What is said once for a whole table: which movement, of which store, from where; and what a person answered about its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from field_node.records.kinds import Ref

KINDS = ("saldo_awal", "terima")
GOODS, UNIT, FUND, INSIDE = "barang", "satuan", "dana", "isi"
"""What may have to be asked: the goods of a name, a unit of a word, a source of money of a word, how many are in a package."""


@dataclass(frozen=True, slots=True)
class Order:
    """`fund`: of lines that do not say it. `number`: of the paper that came with the goods, "" when it gets one of ours."""

    kind: str
    store: Ref
    origin: str | None = None
    origin_name: str | None = None
    fund: str | None = None
    number: str = ""

    def beside(self) -> dict[str, object]:
        """The fields of a mutasi that are the same on every line."""
        of_arrival = {"asal": self.origin, "asal_nama": self.origin_name} if self.kind == "terima" else {}
        return {"jenis": self.kind, "gudang": self.store, **of_arrival}


class Ask(NamedTuple):
    """Something that only a person can say. `text`: the word of the table; `near`: what it may mean, the likeliest first."""

    what: str
    text: str
    label: str = ""
    near: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Of its input."""
        return f"{self.what}:{self.text}"


class Answers(msgspec.Struct, frozen=True):
    """What a person answered: name of the input -> value."""

    given: Mapping[str, str] = {}

    def of(self, what: str, text: str) -> str | None:
        """The answer about that word, None while nobody gave one."""
        return self.given.get(f"{what}:{text}") or None
