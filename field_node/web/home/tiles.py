"""The four big actions of Beranda: what this person does most."""

from dataclasses import dataclass

from flask import url_for

from field_node.store.crew import LUMBUNG, TEKNISI
from field_node.web.said.language import _


@dataclass(frozen=True, slots=True)
class Tile:
    """One big action."""

    icon: str
    label: str
    address: str


def tiles(role: str) -> list[Tile]:
    """By role; counting people first for everybody whose role is not goods or devices."""
    count = Tile("orang", _("Hitung pengungsi"), _form("hitung_pengungsi"))
    site = Tile("lokasi", _("Kondisi lokasi"), _form("kondisi_lokasi"))
    note = Tile("pesan", _("Catatan"), _form("catatan"))
    stock = Tile("kotak", _("Stok dan salur"), url_for("stock.index"))
    if role == LUMBUNG:
        return [
            stock,
            _goods("terima", _("Terima barang")),
            _goods("kirim", _("Kirim barang")),
            _goods("salur", _("Salurkan")),
        ]
    if role == TEKNISI:
        return [
            _page("unit", _("Perangkat"), "device.index"),
            _page("pancar", _("Radio"), "radio.index"),
            count,
            note,
        ]
    return [count, stock, site, note]


def _form(slug: str) -> str:
    return url_for("capture.form", slug=slug)


def _goods(kind: str, label: str) -> Tile:
    return Tile("tambah", label, url_for("stock_forms.form", kind=kind))


def _page(icon: str, label: str, endpoint: str) -> Tile:
    return Tile(icon, label, url_for(endpoint))
