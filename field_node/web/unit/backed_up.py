"""Backups in words: the stick, the last one, the one that is being made, and when the stick may be pulled."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from field_node import presence
from field_node.web.desk import Desk
from field_node.web.said import numbers
from field_node.web.said.language import _, later
from field_node.web.unit.card import Card, Facts, Tone, age_of, by_age, fresh
from field_node.web.unit.rows import number_of, rows_of, time_of, whole_of

ROW, STICK = "cadangan", "usb"
BACKUP, RESTORE, EXPORT = "backup", "restore", "export"
"""Requests that the sync process fulfils on the stick."""
OLD_S = 86_400
STICK_S = 150
"""The stick is told each minute."""
LONG_S = 600
"""A step of a backup seldom takes longer."""
STEPS = {
    "menyalin": later("Menyalin data"),
    "foto": later("Menyalin foto"),
    "menulis": later("Menulis ke USB"),
    "memeriksa": later("Membaca ulang dan memeriksa"),
}
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Backup:
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
    """A backup that is being made. `silent`: since when nothing was heard of it, "" when that is usual."""

    step: str
    share: int
    silent: str


def last_at(desk: Desk) -> int | None:
    """When the last backup was read back and found whole, UTC seconds; None: never."""
    return time_of(_last(desk), "at")


def _last(desk: Desk) -> Mapping[str, Any]:
    said = desk.status(ROW)
    last = said.get("last") if said else None
    return last if isinstance(last, Mapping) else {}


def problem(desk: Desk) -> str:
    """Why the last attempt failed; "" when it did not."""
    said = desk.status(ROW) or {}
    if said.get("step") and not _is_worked_on(desk):
        return _("Pekerjaan terhenti: tagana sync tidak berjalan.")
    return _(str(said["problem"])) if said.get("problem") else ""


def progress(desk: Desk) -> Progress | None:
    """None while nothing runs."""
    said = desk.status(ROW) or {}
    step = str(said.get("step") or "")
    if not step or not _is_worked_on(desk):
        return None
    silent = "" if fresh(desk, ROW, LONG_S) else desk.age(int(said["at"]))
    return Progress(_(STEPS.get(step, step)), whole_of(said, "share"), silent)


def _is_worked_on(desk: Desk) -> bool:
    """One step may take long on a slow stick: the process lives as long as it says so, or as it spoke just now."""
    lives = fresh(desk, presence.ROW + "sync", presence.SILENT_S)
    return lives is not None or fresh(desk, ROW, LONG_S) is not None


def is_settling(desk: Desk) -> bool:
    """A backup was made just now, and the stick has not been looked at since."""
    at, looked = last_at(desk), fresh(desk, STICK, STICK_S)
    if at is None or looked is None or problem(desk) or progress(desk):
        return False
    return int(looked["at"]) < at and 0 <= desk.now - at < STICK_S


def is_safe_to_pull(desk: Desk) -> bool:
    """The last backup lies on this very stick, and nobody reads or writes there or was asked to."""
    at = last_at(desk)
    if at is None or not 0 <= desk.now - at < OLD_S or problem(desk) or progress(desk) or not stick(desk)[0]:
        return False
    asked = (one for kind in (BACKUP, RESTORE, EXPORT) for one in desk.jobs(kind))
    file = str(_last(desk).get("file", ""))
    return one_of(desk, file) is not None and all(one.done_at is not None for one in asked)


def stick(desk: Desk) -> tuple[bool | None, str]:
    """Whether a stick is there (None: not known), and a sentence about it."""
    said = fresh(desk, STICK, STICK_S)
    if said is None:
        return None, _("tidak diketahui: pengiriman (tagana sync) tidak berjalan")
    if not said.get("folder"):
        return None, _("tempat cadangan belum diatur (backup.place)")
    if not said.get("there"):
        return False, _("USB belum terpasang")
    free = numbers.shown(whole_of(said, "free") // MB)
    return True, _("USB terpasang, %(mb)s MB bebas") % {"mb": free}


def found(desk: Desk) -> list[Backup]:
    """Backups on the stick, newest first."""
    return [_backup(desk, one) for one in rows_of(fresh(desk, STICK, STICK_S), "found")]


def one_of(desk: Desk, file: str) -> Backup | None:
    """The backup of that file; None when it is not there any more."""
    return next((one for one in found(desk) if one.file == file), None)


def _backup(desk: Desk, one: Mapping[str, Any]) -> Backup:
    file, made_at = str(one.get("file", "")), time_of(one, "made_at")
    if made_at is None:
        return Backup(file, "", "", "", _("tidak bisa dibaca sebagai cadangan"), torn=True)
    told = {name: numbers.shown(whole_of(one, name)) for name in ("entries", "own", "photos")}
    text = _("%(entries)s catatan, %(own)s dari unit ini sendiri, %(photos)s foto") % told
    doubt = "" if one.get("trusted") else _(" (jam saat itu belum tepat)")
    name = _("unit %(n)s, %(name)s") % {"n": whole_of(one, "unit"), "name": one.get("name", "")}
    foreign = one.get("unit") != desk.unit and desk.unit is not None
    return Backup(file, name, desk.zone.long(made_at) + doubt, desk.age(made_at), text, foreign)


def facts(desk: Desk) -> Facts:
    """The last backup."""
    last = _last(desk)
    lines = [(_("USB"), stick(desk)[1]), (_("Cadangan terakhir"), desk.age(last_at(desk)))]
    if last:
        told = {name: numbers.shown(whole_of(last, name)) for name in ("entries", "photos")}
        size = number_of(last, "size")
        much = "" if size is None else f", {numbers.shown(round(size / 100_000), 1)} MB"
        lines.append((_("Isinya"), _("%(entries)s catatan, %(photos)s foto") % told + much))
    if file := str(last.get("file", "")):
        lines.append((_("Berkas"), file))
    if lacking := whole_of(last, "lacking_photos"):
        told = {"n": numbers.shown(lacking)}
        lines.append((_("Tidak ikut"), _("%(n)s foto: berkasnya di unit hilang atau rusak") % told))
    return lines


def card(desk: Desk) -> Card:
    """For Perangkat."""
    at, wrong = last_at(desk), problem(desk)
    old = at is None or not 0 <= desk.now - at < OLD_S
    tone = by_age(desk, Tone.LOOK if wrong or old else Tone.GOOD)
    headline = (
        _("belum pernah dicadangkan") if at is None else _("dicadangkan %(age)s") % {"age": desk.age(at)}
    )
    steps = (wrong,) if wrong else (_("Pasang USB: cadangan dibuat sendiri setiap jam."),) if old else ()
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
