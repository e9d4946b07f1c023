"""What is known of backups: the stick, the last one, the one that runs, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from field_node.web.desk import Desk
from field_node.web.said import numbers
from field_node.web.said.language import _, later
from field_node.web.unit.card import Card, Facts, Tone, age_of, fresh, number

ROW, STICK, RESTORED = "cadangan", "usb", "pemulihan"
OLD_S = 86_400
STICK_S = 150
"""The stick is told each minute."""
STEPS = {
    "menyalin": later("Menyalin data"),
    "foto": later("Menyalin foto"),
    "menulis": later("Menulis ke USB"),
    "memeriksa": later("Membaca ulang dan memeriksa"),
}
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup on the stick. `file`: its address; `foreign`: of another unit; `torn`: not to be read."""

    file: str
    unit: str
    when: str
    age: str
    text: str
    foreign: bool = False
    torn: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """A backup that is being made."""

    step: str
    share: int


def last_at(desk: Desk) -> int | None:
    """When the last backup was read back and found whole, UTC seconds; None: never."""
    at = number(_last(desk), "at")
    return None if at is None else int(at)


def _last(desk: Desk) -> Mapping[str, Any]:
    said = desk.status(ROW)
    last = said.get("last") if said else None
    return last if isinstance(last, Mapping) else {}


def problem(desk: Desk) -> str:
    """Why the last attempt failed; "" when it did not."""
    said = desk.status(ROW)
    return str(said.get("problem") or "") if said else ""


def progress(desk: Desk) -> Progress | None:
    """None while nothing runs."""
    said = fresh(desk, ROW, 600)
    step = str(said.get("step") or "") if said else ""
    return Progress(_(STEPS.get(step, step)), int(number(said, "share") or 0)) if step else None


def stick(desk: Desk) -> tuple[bool | None, str]:
    """Whether a stick is there (None: not known), and a sentence about it."""
    said = fresh(desk, STICK, STICK_S)
    if said is None:
        return None, _("tidak diketahui: pengiriman (tagana sync) tidak berjalan")
    if not said.get("folder"):
        return None, _("tempat cadangan belum diatur (backup.place)")
    if not said.get("there"):
        return False, _("USB belum terpasang")
    free = numbers.shown(int(number(said, "free") or 0) // MB)
    return True, _("USB terpasang, %(mb)s MB bebas") % {"mb": free}


def found(desk: Desk) -> list[Kept]:
    """Backups on the stick, newest first."""
    said = fresh(desk, STICK, STICK_S)
    rows = said.get("found") if said else None
    return [_kept(desk, one) for one in rows if isinstance(one, Mapping)] if isinstance(rows, list) else []


def one_of(desk: Desk, file: str) -> Kept | None:
    """The backup of that file; None when it is not there any more."""
    return next((one for one in found(desk) if one.file == file), None)


def _kept(desk: Desk, one: Mapping[str, Any]) -> Kept:
    file, made_at = str(one.get("file", "")), number(one, "made_at")
    if made_at is None:
        return Kept(file, "", "", "", _("tidak bisa dibaca sebagai cadangan"), torn=True)
    told = {name: numbers.shown(int(number(one, name) or 0)) for name in ("entries", "own", "photos")}
    text = _("%(entries)s catatan, %(own)s dari unit ini sendiri, %(photos)s foto") % told
    doubt = "" if one.get("trusted") else _(" (jam saat itu belum tepat)")
    name = _("unit %(n)s, %(name)s") % {"n": int(number(one, "unit") or 0), "name": one.get("name", "")}
    foreign = one.get("unit") != desk.unit and desk.unit is not None
    return Kept(file, name, desk.zone.long(int(made_at)) + doubt, desk.age(int(made_at)), text, foreign)


def facts(desk: Desk) -> Facts:
    """The last backup."""
    last = _last(desk)
    lines = [(_("USB"), stick(desk)[1]), (_("Cadangan terakhir"), desk.age(last_at(desk)))]
    if last:
        told = {name: numbers.shown(int(number(last, name) or 0)) for name in ("entries", "photos")}
        size = numbers.shown(round((number(last, "size") or 0) / 100_000), 1)
        lines.append((_("Isinya"), _("%(entries)s catatan, %(photos)s foto") % told + f", {size} MB"))
        lines.append((_("Berkas"), str(last.get("file", ""))))
    return lines


def card(desk: Desk) -> Card:
    """For Perangkat."""
    at, wrong = last_at(desk), problem(desk)
    old = at is None or not 0 <= desk.now - at < OLD_S
    tone = Tone.LOOK if wrong or old else Tone.GOOD
    headline = (
        _("belum pernah dicadangkan") if at is None else _("dicadangkan %(age)s") % {"age": desk.age(at)}
    )
    steps = (_(wrong),) if wrong else (_("Pasang USB: cadangan dibuat sendiri setiap jam."),) if old else ()
    return Card(
        title=_("Cadangan"),
        icon="usb",
        tone=tone,
        headline=headline,
        facts=tuple(facts(desk)),
        source="tagana sync",
        age=age_of(desk, ROW),
        steps=steps,
        link=("backup.index", _("Cadangan dan pemulihan")),
    )
