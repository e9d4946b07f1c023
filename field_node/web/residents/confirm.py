"""Laporan warga that volunteers have to confirm: residents typed them, nobody has looked."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template

from field_node.records.kamus import kamus
from field_node.records.record import Entry
from field_node.store.residents import unconfirmed
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.said.language import _

blueprint = Blueprint("residents", __name__)
MOST = 50


@dataclass(frozen=True, slots=True)
class Reported:
    """One report. `sealed`: something of it only the center can read."""

    ref: str
    label: str
    text: str
    place: str
    age: str
    sealed: bool


@blueprint.get("/warga")
@role("relawan")
def index() -> str:
    """The newest first, each with what can be done about it."""
    desk = here()
    found = unconfirmed(desk.store, limit=MOST + 1)
    return render_template(
        "residents/warga.html", reports=[_reported(desk, one) for one in found[:MOST]], more=len(found) > MOST
    )


def _reported(desk: Desk, entry: Entry) -> Reported:
    record: Any = entry.record
    category = kamus().categories.get(record.kategori)
    sealed = any((record.isi_terlindung, record.pelapor, record.telepon))
    place = desk.names.title(record.lokasi) if record.lokasi else _("tempat tidak dipilih")
    label = category.label if category else record.kategori
    return Reported(str(entry.ref), label, record.isi or "", place, desk.age_of(entry), sealed)
