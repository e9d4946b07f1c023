"""One setting: what it means, what it is when nobody says anything, and what it may be."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any

Check = Callable[[object], Any]


class Expected(Exception):
    """What a value should have been, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of SETTINGS; `default` is the value as TOML would hold it."""

    name: str
    default: object
    meaning: str
    check: Check


def text(value: object) -> str:
    if not isinstance(value, str):
        raise Expected("teks dalam tanda kutip")
    return value


def folder(value: object) -> Path:
    return Path(text(value))


def one_of(*choices: str) -> Check:
    def check(value: object) -> str:
        if value not in choices:
            raise Expected("salah satu dari " + ", ".join(f'"{choice}"' for choice in choices))
        return str(value)

    return check


def yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise Expected("true atau false")
    return value


def whole(low: int, high: int) -> Check:
    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Expected(f"bilangan bulat {low} sampai {high}")
        return value

    return check


def number(low: float, high: float) -> Check:
    def check(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise Expected(f"bilangan {low:g} sampai {high:g}")
        return float(value)

    return check


def texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise Expected("daftar teks dalam kurung siku")
    return tuple(value)


def band(value: object) -> tuple[float, float]:
    """Two frequencies in MHz, the lower one first."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise Expected("dua bilangan dalam kurung siku, MHz")
    low, high = (number(100, 3000)(edge) for edge in value)
    if low >= high:
        raise Expected("dua frekuensi, yang rendah lebih dulu")
    return low, high


def short(most: int) -> Check:
    """A text of 1 to `most` bytes."""

    def check(value: object) -> str:
        if not 0 < len(text(value).encode()) <= most:
            raise Expected(f"teks 1 sampai {most} huruf")
        return text(value)

    return check


def pattern(value: object) -> str:
    """How numbers of papers look: with the place of its store, and with one that counts."""
    told = text(value)
    holes = re.findall(r"{[^}]*}?|}", told)
    known = {"{gudang}", "{tahun}", "{urut}"}
    if set(holes) - known or holes.count("{urut}") != 1 or holes.count("{gudang}") != 1 or len(told) > 36:
        raise Expected("teks dengan {gudang} dan {urut}, boleh {tahun}, paling panjang 36 huruf")
    return told


def address(*schemes: str, empty: bool = False) -> Check:
    """`empty`: nothing at all is an answer too."""

    def check(value: object) -> str:
        if empty and value == "":
            return ""
        if not isinstance(value, str) or value.split(":")[0] not in schemes:
            raise Expected("alamat yang dimulai dengan " + ", ".join(f'"{scheme}:"' for scheme in schemes))
        return value

    return check


def proxy(value: object) -> str:
    """One machine: who trusts all lets every client say that it is another."""
    if text(value) == "":
        return ""
    try:
        return str(ip_address(text(value)))
    except ValueError as error:
        raise Expected("satu alamat IP, atau teks kosong") from error


def url(value: object) -> str:
    if value != "" and not (
        isinstance(value, str) and value.startswith(("https://", "http://")) and " " not in value
    ):
        raise Expected('alamat "https://..." atau teks kosong')
    return str(value).rstrip("/")


def setting(default: object, meaning: str, check: Check = text) -> Any:
    """A field of Config that is a row of SETTINGS."""
    return field(default=check(default), metadata={"default": default, "meaning": meaning, "check": check})
