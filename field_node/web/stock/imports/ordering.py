"""The form above an import: which movement, which store, from where."""

from collections.abc import Mapping
from typing import Any

from field_node.records.kinds import InvalidValue, Ref
from field_node.records.movement import FUND, ORIGIN, Movement
from field_node.records.record import field as field_of
from field_node.web.desk import Desk
from field_node.web.said.language import _
from field_node.web.stock.choices import stores
from field_node.web.stock.imports.order import KINDS, Order

NUMBER_MOST = 32
NAME_MOST = 60


def choices(desk: Desk) -> dict[str, Any]:
    """What the form offers."""
    kinds = dict(field_of(Movement, "jenis").kind.options)  # type: ignore[attr-defined]  # a Choice
    return {
        "kinds": [(code, _(kinds[code])) for code in KINDS],
        "stores": stores(desk),
        "origins": [(code, _(label)) for code, label in ORIGIN.options],
        "funds": [(code, _(label)) for code, label in FUND.options],
    }


def ordered(desk: Desk, form: Mapping[str, str]) -> tuple[Order | None, dict[str, str]]:
    """What was chosen, or a sentence for each input that is wrong."""
    wrong = dict[str, str]()
    kind = form.get("jenis", "")
    if kind not in KINDS:
        wrong["jenis"] = _("Pilih saldo awal atau terima.")
    place = form.get("gudang", "")
    if place not in {one.value for one in stores(desk)}:
        wrong["gudang"] = _("Pilih gudang yang buku stoknya dipegang unit ini.")
    origin = form.get("asal", "")
    if kind == "terima" and origin not in dict(ORIGIN.options):
        wrong["asal"] = _("Pilih asal barang.")
    for name, most in (("nomor", NUMBER_MOST), ("asal_nama", NAME_MOST)):
        if len(form.get(name, "").strip()) > most:
            wrong[name] = _("Paling banyak %(most)s huruf.") % {"most": most}
    return (None, wrong) if wrong else (_order(form, kind, place), {})


def _order(form: Mapping[str, str], kind: str, place: str) -> Order:
    fund = form.get("sumber_dana", "")
    arrives = kind == "terima"
    return Order(
        kind,
        _ref(place),
        origin=form.get("asal") if arrives else None,
        origin_name=form.get("asal_nama", "").strip() or None if arrives else None,
        fund=fund if fund in dict(FUND.options) else None,
        number=form.get("nomor", "").strip() if arrives else "",
    )


def _ref(text: str) -> Ref:
    try:
        return Ref.parse(text)
    except InvalidValue as error:
        raise AssertionError(text) from error
