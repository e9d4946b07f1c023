"""What became of exports, in words: how much, where, how old."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from field_node.store.requests import Request
from field_node.web.desk import Desk
from field_node.web.said import numbers
from field_node.web.said.language import _, many


@dataclass(frozen=True, slots=True)
class Job:
    """An export that was asked for. `number`: of its file for a tablet, None without one."""

    text: str
    where: str
    age: str
    icon: str
    number: int | None = None


def told_job(desk: Desk, one: Request) -> Job:
    """Its result says `file` and `entries`, or `problem` in a sentence."""
    if one.result is None:
        return Job(_("Menunggu dikerjakan"), _("Bila lama: tagana sync tidak berjalan."), "", "antre")
    age = desk.age(one.done_at)
    if problem := one.result.get("problem"):
        return Job(
            _("Gagal: %(why)s") % {"why": _(str(problem))},
            _("Tidak ada yang hilang. Coba lagi."),
            age,
            "periksa",
        )
    where = _("di USB: %(file)s") if one.result.get("on_stick") else _("di kartu unit: %(file)s")
    done = one.id if one.blob else None
    return Job(_amount(one.result), where % {"file": one.result.get("file", "")}, age, "diterima", done)


def left_photos(count: int) -> str:
    """How many photos no export holds, and where they stay."""
    told = many(
        "%(n)s foto tidak ikut di berkas ini. Foto tetap di kartu unit ini sampai unit tersambung internet; cadangan ke USB menyimpannya juga.",
        "%(n)s foto tidak ikut di berkas ini. Foto tetap di kartu unit ini sampai unit tersambung internet; cadangan ke USB menyimpannya juga.",
        count,
    )
    return told % {"n": numbers.shown(count)}


def _amount(result: Mapping[str, Any]) -> str:
    entries, positions, left = (int(result.get(name, 0)) for name in ("entries", "positions", "left"))
    told = {"entries": numbers.shown(entries - positions), "positions": numbers.shown(positions)}
    both = _("%(entries)s catatan dan %(positions)s posisi") if positions else _("%(entries)s catatan")
    rest = _("%(n)s lagi belum muat, ekspor lagi nanti") % {"n": numbers.shown(left)} if left else ""
    return "; ".join(part for part in (both % told, rest) if part)
