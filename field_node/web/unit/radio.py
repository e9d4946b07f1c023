"""The page Radio, and the few words about it on other pages."""

from flask import Blueprint, render_template

from field_node.store import status, waiting
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.said import numbers
from field_node.web.said.language import _, later
from field_node.web.unit import told as radio_told
from field_node.web.unit.told import CLASSES, RadioTold

blueprint = Blueprint("radio", __name__)
WAYS = {
    waiting.UNTRIED: later("menunggu giliran pertama"),
    waiting.ON_LINE: later("antre internet"),
    waiting.QUEUED: later("antre radio"),
    waiting.SENT: later("dipancarkan, menunggu tanda terima pusat"),
    waiting.ENTRUSTED: later("dititipkan ke unit lain, menunggu tanda terima pusat"),
    waiting.CLOSED: later("menunggu internet: tidak bisa lewat radio"),
    waiting.FIGURES: later("angka diterima pusat, nama menunggu internet"),
}


@blueprint.get("/radio")
@role("relawan")
def index() -> str:
    """All that the sync process said of the radio last, with the age of that word."""
    return render_template("unit/radio.html", radio=told(here()))


def told(desk: Desk) -> RadioTold:
    """The radio in words."""
    return radio_told.told(status.read(desk.store, radio_told.ROW), desk.zone, desk.now)


def facts(desk: Desk) -> list[tuple[str, str]]:
    """A few lines for Perangkat, [] for what was said too long ago."""
    radio = told(desk)
    if radio.old:
        return []
    return [*radio.brief, *([(_("Waktu pancar"), radio.airtime.text)] if radio.airtime else [])]


def waits(desk: Desk) -> dict[str, list[str]]:
    """Heading of a class -> what waits there, and for what."""
    found: dict[str, list[str]] = {}
    for one in waiting.by_class(desk.store):
        found.setdefault(_(CLASSES[one.urgency]), []).append(f"{numbers.shown(one.many)} {_(WAYS[one.way])}")
    return found
