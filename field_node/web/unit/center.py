"""The way to the center in words: how it is now, when the center last spoke, and why nothing is sent."""

from field_node.web.desk import Desk
from field_node.web.said.language import _, later
from field_node.web.unit import radio
from field_node.web.unit.card import Facts, fresh
from field_node.web.unit.rows import time_of
from field_node.web.unit.told import ROW as RADIO

LINK = "link"
UNKNOWN = later("tidak diketahui")
STOPPED = frozenset(
    {"belum_terdaftar", "insecure", "kartu_salinan", "no_reserve", "pendaftaran_rusak", "unit_dicabut"}
)
"""Codes of the link by which nothing is sent on any way: sync.standing says each in a sentence."""
HALTED = later("Pengiriman dihentikan")


def contact(desk: Desk) -> str:
    """Age of the last contact with the center."""
    return desk.age(contact_at(desk))


def contact_at(desk: Desk) -> int | None:
    """UTC seconds of the last contact with the center, by internet or by its receipt over the radio; None: never."""
    return _latest(desk, "contact_at")


def is_stopped(desk: Desk) -> bool:
    """Whether nothing may be sent any more, whatever the radio and the internet do."""
    return str((desk.status(LINK) or {}).get("code", "")) in STOPPED


def problem(desk: Desk) -> str:
    """Why nothing goes out, "" while all is well, the radio carries it or nobody tried."""
    said, halted = desk.status(LINK), is_stopped(desk)
    if said is None or (radio.told(desk).works and not halted):
        return ""
    return _said(said.get("problem")) or (_(HALTED) if halted else "")


def runs(desk: Desk) -> bool:
    """One process speaks of internet and radio alike, of the internet only when it tries it."""
    air = radio.told(desk)
    return desk.status(LINK) is not None and (fresh(desk, LINK) is not None or bool(air.told and not air.old))


def is_connected(desk: Desk) -> bool:
    """The center answered the last question over the internet."""
    return runs(desk) and bool((desk.status(LINK) or {}).get("connected"))


def state(desk: Desk) -> str:
    """How it is now, in a few words."""
    if is_stopped(desk):
        return _(HALTED)
    if not runs(desk):
        return _("Tanpa sambungan: pengiriman tidak berjalan")
    if is_connected(desk):
        return _("Tersambung internet")
    return _("Hanya radio") if radio.told(desk).works else _("Tanpa sambungan")


def contacts(desk: Desk) -> Facts:
    """When the center was heard and tried last."""
    if not runs(desk):
        return [(_("Terakhir tersambung"), contact(desk))]
    return [
        (_("Terakhir tersambung"), contact(desk)),
        (_("Percobaan internet terakhir"), desk.age(time_of(desk.status(LINK), "attempt_at"))),
        (_("Tanda terima terakhir"), desk.age(_latest(desk, "receipt_at"))),
    ]


def facts(desk: Desk) -> Facts:
    """The same with what is wrong on the internet, and where the center is looked for."""
    said = desk.status(LINK) or {}
    if not runs(desk):
        return contacts(desk)
    wrong = _said(said.get("problem"))
    trouble = [(_("Kendala internet"), wrong)] if wrong and not is_stopped(desk) else []
    return [*trouble, *contacts(desk), (_("Alamat pusat"), str(said.get("center") or _(UNKNOWN)))]


def _said(sentence: object) -> str:
    return _(str(sentence)) if sentence else ""


def _latest(desk: Desk, by_internet: str) -> int | None:
    heard = (time_of(desk.status(LINK), by_internet), time_of(desk.status(RADIO), "receipt_at"))
    return max((one for one in heard if one is not None), default=None)
