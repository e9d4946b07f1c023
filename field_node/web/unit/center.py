"""The way to the center in words: how it is now, when the center last spoke, and why nothing is sent."""

from collections.abc import Iterable

from field_node.web.desk import Desk
from field_node.web.said.language import _, later
from field_node.web.unit import radio, restored
from field_node.web.unit.card import Facts, fresh
from field_node.web.unit.rows import time_of
from field_node.web.unit.told import ROW as RADIO

LINK = "link"
UNKNOWN = later("tidak diketahui")
STOPPED = frozenset(
    {"belum_terdaftar", "insecure", "kartu_salinan", "no_reserve", "pendaftaran_rusak", "unit_dicabut"}
)
"""Codes of the link by which nothing is sent on any way: sync.standing says each in a sentence."""
BROUGHT = "dibawa"
"""Row of the receipts that somebody brought here."""
BY_INTERNET, BY_RADIO = later("lewat internet"), later("lewat radio")
WAYS = {"file": later("lewat stik USB"), "tablet": later("lewat tablet")}
HALTED = later("Pengiriman dihentikan")


def contact(desk: Desk) -> str:
    """Age of the last contact with the center."""
    return _ago(desk, contact_at(desk))


def never(desk: Desk) -> str:
    """Instead of an age, where nothing is known: what was before a restore nobody knows."""
    return _("belum sejak dipulihkan") if restored.is_restored(desk) else desk.age(None)


def contact_at(desk: Desk) -> int | None:
    """UTC seconds when the center last spoke to this unit, whatever carried its word here; None: never."""
    return _last([(connected_at(desk), ""), (time_of(desk.status(BROUGHT), "written_at"), "")])[0]


def connected_at(desk: Desk) -> int | None:
    """The same over a link: by internet, or by its receipt over the radio."""
    return _last([(time_of(desk.status(LINK), "contact_at"), ""), (_by_radio(desk), "")])[0]


def receipt(desk: Desk) -> str:
    """Age of the last receipt that came, and what brought it."""
    brought = desk.status(BROUGHT)
    way = WAYS.get(str((brought or {}).get("way", "")), "")
    at, told = _last(
        [
            (time_of(desk.status(LINK), "receipt_at"), BY_INTERNET),
            (_by_radio(desk), BY_RADIO),
            (time_of(brought, "receipt_at"), way),
        ]
    )
    return f"{_ago(desk, at)}, {_(told)}" if told else _ago(desk, at)


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
    connected = (_("Terakhir tersambung"), _ago(desk, connected_at(desk)))
    receipts = (_("Tanda terima terakhir"), receipt(desk))
    if not runs(desk):
        return [connected, receipts]
    return [
        connected,
        (_("Percobaan internet terakhir"), _ago(desk, time_of(desk.status(LINK), "attempt_at"))),
        receipts,
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


def _ago(desk: Desk, at: int | None) -> str:
    return never(desk) if at is None else desk.age(at)


def _by_radio(desk: Desk) -> int | None:
    return time_of(desk.status(RADIO), "receipt_at")


def _last(times: Iterable[tuple[int | None, str]]) -> tuple[int | None, str]:
    """The latest instant with its word, (None, "") when there is none."""
    known = [(at, word) for at, word in times if at is not None]
    return max(known, key=lambda one: one[0], default=(None, ""))
