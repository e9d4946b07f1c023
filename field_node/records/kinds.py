"""Kinds of field: what a field may hold, and nothing else."""

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, NamedTuple

SEQ_LIMIT = 1 << 32
UNIT_LIMIT = 1 << 16
END_OF_TIME = 253_402_300_799
"""9999-12-31T23:59:59Z: the last second that ISO 8601 and every calendar library can say."""
TRACK_START = 1 << 31
"""Track points number from here up, everything else from 1: two number lines of one unit."""


class Ref(NamedTuple):
    """The name of an entry for ever: the unit that made it and its number there."""

    unit: int
    seq: int

    def __str__(self) -> str:
        return f"{self.unit}-{self.seq}"

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """`3-17` -> Ref(3, 17). Raises InvalidValue."""
        unit, dash, seq = text.partition("-")
        if not (dash and _digits(unit) and _digits(seq)):
            raise InvalidValue("rujukan_rusak")
        return cls(int(unit), int(seq))


def _digits(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 10


class InvalidValue(ValueError):
    """A value that its kind cannot hold. `code` has a sentence in web/texts.py; `values` fill it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Kind:
    """What a field may hold. None ("belum didata") is no value and never reaches a kind."""

    def settle(self, value: Any) -> Any:
        """The value as it is recorded: quantised and cleaned, so that it is the same row at both ends."""
        return value

    def check(self, value: Any) -> None:
        """Raises InvalidValue when the field may not hold this value."""
        raise NotImplementedError


def _whole(value: Any, least: int, most: int) -> None:
    if type(value) is not int:
        raise InvalidValue("bukan_bilangan")
    if not least <= value <= most:
        raise InvalidValue("di_luar_rentang", least=least, most=most)


@dataclass(frozen=True, slots=True)
class Flag(Kind):
    """Yes or no."""

    def check(self, value: Any) -> None:
        if type(value) is not bool:
            raise InvalidValue("bukan_ya_tidak")


@dataclass(frozen=True, slots=True)
class Count(Kind):
    """A number of things, 0..most. `usual` is the common size; the wire codes that size shortest."""

    most: int = 99_999
    usual: int = 16

    def check(self, value: Any) -> None:
        _whole(value, 0, self.most)


@dataclass(frozen=True, slots=True)
class Amount(Kind):
    """A signed whole number, least..most; goods in base units of 10^-skala of their item."""

    least: int = -(10**9)
    most: int = 10**9
    usual: int = 64

    def check(self, value: Any) -> None:
        _whole(value, self.least, self.most)


@dataclass(frozen=True, slots=True)
class Degrees(Kind):
    """WGS84 decimal degrees within +-limit, on a grid of 1e-5 (at most 0.8 m off)."""

    limit: int = 90

    def settle(self, value: Any) -> Any:
        return (
            round(value * 100_000) / 100_000
            if isinstance(value, float | int) and math.isfinite(value)
            else value
        )

    def check(self, value: Any) -> None:
        if type(value) is not float or not math.isfinite(value):
            raise InvalidValue("bukan_koordinat")
        if not -self.limit <= value <= self.limit:
            raise InvalidValue("di_luar_rentang", least=-self.limit, most=self.limit)


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One code of a closed list. `options` are (code, Indonesian label); new ones only at the end."""

    options: tuple[tuple[str, str], ...] = ()

    def check(self, value: Any) -> None:
        for code, _ in self.options:
            if code == value:
                return
        raise InvalidValue("pilihan_tidak_dikenal")

    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.options)


@dataclass(frozen=True, slots=True)
class Moment(Kind):
    """An instant, UTC seconds since 1970, on a grid of `resolution_s`."""

    resolution_s: int = 60

    def settle(self, value: Any) -> Any:
        return (
            int(value // self.resolution_s) * self.resolution_s if isinstance(value, int | float) else value
        )

    def check(self, value: Any) -> None:
        _whole(value, 0, END_OF_TIME)


@dataclass(frozen=True, slots=True)
class Day(Kind):
    """A calendar day without a time, days since 1970-01-01."""

    def check(self, value: Any) -> None:
        _whole(value, 0, 2_932_896)


UNSEEN = dict.fromkeys(
    (0xAD, 0x61C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
)
"""Letters that nobody sees: they turn what follows them round, numbers too, or make two names of one.

Entries of before may hold them, so they are not refused. The joiners 200C and 200D belong to scripts and emoji.
"""


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """Free text of at most `most` characters; up to 160 may travel by radio."""

    most: int = 160

    def settle(self, value: Any) -> Any:
        return _clean(value.translate(UNSEEN)) if isinstance(value, str) else value

    def check(self, value: Any) -> None:
        if not isinstance(value, str):
            raise InvalidValue("bukan_teks")
        if not value:
            raise InvalidValue("wajib_diisi")
        if len(value) > self.most:
            raise InvalidValue("teks_terlalu_panjang", most=self.most)
        if _clean(value) != value:
            raise InvalidValue("huruf_terlarang")


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = (
        letter
        for letter in text.replace("\r\n", "\n")
        if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs", "Co")
    )
    return unicodedata.normalize("NFC", "".join(kept)).strip()


_REGION = re.compile(r"[1-9]\d(\.\d\d(\.\d\d(\.\d{4})?)?)?")


@dataclass(frozen=True, slots=True)
class Region(Kind):
    """A Kemendagri code, dotted: provinsi 32, kab/kota 32.12, kecamatan 32.12.01, desa 32.12.01.2001."""

    def check(self, value: Any) -> None:
        if not (isinstance(value, str) and value.isascii() and _REGION.fullmatch(value)):
            raise InvalidValue("kode_wilayah_rusak")


@dataclass(frozen=True, slots=True)
class Reference(Kind):
    """Another entry, by name. `to` is the slug of its type, "" for any."""

    to: str = ""

    def settle(self, value: Any) -> Any:
        return Ref(*value) if isinstance(value, tuple) and len(value) == 2 else value

    def check(self, value: Any) -> None:
        if type(value) is not Ref:
            raise InvalidValue("rujukan_rusak")
        _whole(value.unit, 0, UNIT_LIMIT - 1)
        _whole(value.seq, 1, SEQ_LIMIT - 1)


@dataclass(frozen=True, slots=True)
class Item(Kind):
    """Goods of the kamus, by their radio number, 1..1023."""

    def check(self, value: Any) -> None:
        _whole(value, 1, 1023)


@dataclass(frozen=True, slots=True)
class UnitNumber(Kind):
    """A unit of the operation; 0 is the center."""

    def check(self, value: Any) -> None:
        _whole(value, 0, UNIT_LIMIT - 1)


@dataclass(frozen=True, slots=True)
class Digest(Kind):
    """The SHA-256 of a file (photo, signed paper), 32 bytes; the file itself never travels in a frame."""

    def check(self, value: Any) -> None:
        if type(value) is not bytes or len(value) != 32:
            raise InvalidValue("sidik_rusak")


@dataclass(frozen=True, slots=True)
class Person(Kind):
    """What concerns a person: bytes sealed to the center when saved, unreadable here, never on radio."""

    most: int = 160

    def check(self, value: Any) -> None:
        if type(value) is not bytes or not 48 < len(value) <= 48 + 4 * self.most:
            raise InvalidValue("data_orang_belum_disegel")


@dataclass(frozen=True, slots=True)
class Official(Text):
    """Name or number of somebody in office (signatory, driver): encrypted at rest, never on radio."""


@dataclass(frozen=True, slots=True)
class Several(Kind):
    """Up to `most` values of one kind, in order, none twice; held as a tuple."""

    kind: Kind = Kind()
    most: int = 20

    def settle(self, value: Any) -> Any:
        return tuple(self.kind.settle(one) for one in value) if isinstance(value, tuple | list) else value

    def check(self, value: Any) -> None:
        if not isinstance(value, tuple) or not value:
            raise InvalidValue("daftar_kosong")
        if len(value) > self.most:
            raise InvalidValue("daftar_terlalu_panjang", most=self.most)
        for one in value:
            self.kind.check(one)
        if len(set(value)) != len(value):
            raise InvalidValue("daftar_berulang")


PRIVATE = (Person, Official)
"""Kinds that never travel by radio, whatever their field says."""
