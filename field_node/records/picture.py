"""What one value may be held against: the codes, goods and entries that this machine knows."""

import re
from collections.abc import Iterator
from typing import Any, Protocol

from field_node.records.kamus import Goods
from field_node.records.kinds import Item, Kind, Ref, Reference, Region, Several, Text
from field_node.records.notice import Notice, blocks, warns

SHORT_CODE = 40
"""Texts up to here are numbers of papers, batches, plates: not looked through for NIK."""
LIKE_NIK = re.compile(r"(?<!\d)(?:\d[ .-]?){15}\d(?!\d)")
"""NIK and KK numbers have 16 digits."""
LIKE_PHONE = re.compile(r"(?<![\w./-])(?:\+?62|0)[ .-]?8\d(?:[ .-]?\d){7,10}(?!\d)")
"""Mobile numbers of Indonesia: 08 or +62 8, then 8 to 11 digits (Permenkominfo 14/2018)."""
PRIVATE_WORDS = ("mirip_nik", "mirip_telepon")
"""Codes of what a person has to confirm before it is kept in a free text."""


class Picture(Protocol):
    """The part of the picture that concerns single values."""

    def record(self, ref: Ref) -> Any:
        """The record of that name, None when it is not here."""

    def goods(self, number: int) -> Goods | None:
        """The item of that number: shipped kamus or a line added by the center; None when unknown."""

    def has_region(self, code: str) -> bool:
        """True when that Kemendagri code exists."""


def odd(kind: Kind, name: str, value: Any, picture: Picture) -> Iterator[Notice]:
    """What a value of that kind breaks in that picture: codes, goods and entries that nobody knows, NIK in texts."""
    if isinstance(kind, Several):
        for one in value:
            yield from odd(kind.kind, name, one, picture)
    elif isinstance(kind, Region) and not picture.has_region(value):
        yield blocks("kode_wilayah_tidak_dikenal", name, kode=value)
    elif isinstance(kind, Item) and picture.goods(value) is None:
        yield blocks("barang_tidak_dikenal", name, nomor=value)
    elif isinstance(kind, Reference):
        yield from _odd_reference(kind, name, value, picture)
    elif type(kind) is Text and kind.most > SHORT_CODE:
        yield from _private(name, value)


def _private(name: str, text: str) -> Iterator[Notice]:
    if LIKE_NIK.search(text):
        yield warns("mirip_nik", name)
    if LIKE_PHONE.search(text):
        yield warns("mirip_telepon", name)


def _odd_reference(kind: Reference, name: str, value: Ref, picture: Picture) -> Iterator[Notice]:
    named = picture.record(value)
    if named is not None and kind.to not in ("", named.about.slug):
        yield blocks("rujukan_salah_jenis", name)
    elif named is None:
        yield (
            blocks("kejadian_tidak_dikenal", name)
            if kind.to == "kejadian"
            else warns("rujukan_belum_ada", name)
        )
