"""The kamus: goods, disaster kinds, routing, standards and phrases, read once from the data files beside this module."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")
NAMES = ("barang", "bencana", "tujuan", "kategori", "standar", "satuan", "kemasan", "tugas", "frasa")


@dataclass(frozen=True, slots=True)
class Goods:
    """An item of relief goods. Amounts are whole numbers of 10^-scale `unit`; an asset is lent and comes back."""

    number: int
    code: str
    name: str
    unit: str
    asset: bool
    expires: bool
    scale: int


@dataclass(frozen=True, slots=True)
class Disaster:
    """A kind of disaster. `dibi` is its number in BNPB's DIBI list, the nearest one when `dibi_nearest`."""

    code: str
    label: str
    dibi: str | None
    dibi_nearest: bool
    slow_onset: bool


@dataclass(frozen=True, slots=True)
class Office:
    """Who takes care of a report; `outside` ones are handed a paper."""

    code: str
    label: str
    outside: bool


@dataclass(frozen=True, slots=True)
class Category:
    """What a citizen's report is about, and the offices it goes to. A protected one is read by few."""

    code: str
    label: str
    office: str
    copies: tuple[str, ...]
    protected: bool


@dataclass(frozen=True, slots=True)
class Standard:
    """A minimum standard: `amount` of `unit` per `per`, and a day when `daily`; amount None is not decided.

    goods: codes of the goods that fulfil it, one as well as another; () for what no store keeps. instead: the standard that it
    makes unnecessary, "" for none.
    """

    code: str
    label: str
    per: str
    amount: float | None
    unit: str
    rule: str
    daily: bool
    goods: tuple[str, ...] = ()
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit of goods; `times` of `of` when its size is fixed, None for packages and plain units."""

    code: str
    label: str
    times: int | None
    of: str | None


@dataclass(frozen=True, slots=True)
class Packing:
    """How many of an item a package often holds: a suggestion, always confirmed by a person."""

    number: int
    package: str
    holds: int


@dataclass(frozen=True, slots=True)
class TaskTemplate:
    """An order that travels as its code; `parameters` are fields of the tugas that fill its text."""

    code: str
    text: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A ready sentence for a short message."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Kamus:
    """Everything the data files say. `version` is that of the newest file."""

    version: int
    goods: Mapping[int, Goods]
    disasters: Mapping[str, Disaster]
    offices: Mapping[str, Office]
    categories: Mapping[str, Category]
    standards: Mapping[str, Standard]
    measures: Mapping[str, Measure]
    packings: Mapping[int, Packing]
    templates: Mapping[str, TaskTemplate]
    phrases: Mapping[str, Phrase]

    def goods_by_code(self, code: str) -> Goods:
        """`BRS` -> rice. Raises KeyError."""
        return {one.code: one for one in self.goods.values()}[code]


@cache
def kamus() -> Kamus:
    """The shipped kamus, read at the first call."""
    data = {name: _read(name) for name in NAMES}
    rows = {name: one["baris"] for name, one in data.items()}
    return Kamus(
        version=max(one["versi"] for one in data.values()),
        goods=_by({row["no"]: _goods(row) for row in rows["barang"]}),
        disasters=_by({row["slug"]: _disaster(row) for row in rows["bencana"]}),
        offices=_by({row["kode"]: Office(row["kode"], row["label"], row["luar"]) for row in rows["tujuan"]}),
        categories=_by({row["kode"]: _category(row) for row in rows["kategori"]}),
        standards=_by({row["kode"]: _standard(row) for row in rows["standar"]}),
        measures=_by({row["kode"]: _measure(row) for row in rows["satuan"]}),
        packings=_by(
            {row["barang"]: Packing(row["barang"], row["kemasan"], row["isi"]) for row in rows["kemasan"]}
        ),
        templates=_by({row["kode"]: _template(row) for row in rows["tugas"]}),
        phrases=_by({row["kode"]: Phrase(row["kode"], row["teks"]) for row in rows["frasa"]}),
    )


def _read(name: str) -> dict[str, Any]:
    text = files("field_node.records").joinpath("kamus", f"{name}.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _by(rows: dict[K, V]) -> Mapping[K, V]:
    return MappingProxyType(rows)


def _goods(row: dict[str, Any]) -> Goods:
    asset, expires = row["golongan"] == "A", row["kedaluwarsa"]
    return Goods(row["no"], row["kode"], row["nama"], row["satuan"], asset, expires, row["skala"])


def _disaster(row: dict[str, Any]) -> Disaster:
    return Disaster(row["slug"], row["label"], row["dibi"], row["dibi_terdekat"], row["lambat"])


def _category(row: dict[str, Any]) -> Category:
    return Category(row["kode"], row["label"], row["tujuan"], tuple(row["tembusan"]), row["terlindung"])


def _standard(row: dict[str, Any]) -> Standard:
    facts = (row["per"], row["jumlah"], row["satuan"], row["aturan"], row["per_hari"])
    goods, instead = tuple(row.get("barang", ())), row.get("pengganti", "")
    return Standard(row["kode"], row["label"], *facts, goods=goods, instead=instead)


def _measure(row: dict[str, Any]) -> Measure:
    return Measure(row["kode"], row["label"], row["kali"], row["dari"])


def _template(row: dict[str, Any]) -> TaskTemplate:
    return TaskTemplate(row["kode"], row["teks"], tuple(row["parameter"]))


def options_of(rows: Mapping[str, Any], label: str = "label") -> tuple[tuple[str, str], ...]:
    """(code, label) of each row: the options of a Choice whose list is kamus data."""
    return tuple((code, getattr(row, label)) for code, row in rows.items())
