"""Lists of records, each with its honest state, sifted by state, day and word; one record in full."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, render_template, request

from field_node.records.kinds import Ref
from field_node.records.record import Entry
from field_node.store.listing import ENDED, FOREIGN, HELD, RECEIVED, WAITING, Sift, listed
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.kept import record
from field_node.web.kept.history import ended as ended_of
from field_node.web.kept.history import what_ended
from field_node.web.menu import writable
from field_node.web.routes import page_of, type_here
from field_node.web.said.language import _, later
from field_node.web.said.marks import Mark
from field_node.web.said.times import Zone

blueprint = Blueprint("lists", __name__)
PAGE = 50
LONGEST = 60
DAY_S = 86_400
GOODS = (*record.ASKS, "saldo", "mutasi")
"""Slugs from whose list one goes on to the stores near by."""
STATES = {
    WAITING: later("Belum sampai di pusat"),
    RECEIVED: later("Diterima pusat"),
    HELD: later("Perlu diperiksa"),
    ENDED: later("Dikoreksi atau dibatalkan"),
    FOREIGN: later("Dari pusat atau unit lain"),
}
"""What a list may be sifted by, as people say it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record in a list. `page`: where it is shown; `ended`: why it no longer counts."""

    ref: Ref
    label: str
    text: str
    state: Mark
    age: str
    page: str
    ended: str = ""


def rows(desk: Desk, entries: list[Entry]) -> list[Row]:
    """The entries as lists show them."""
    refs = [entry.ref for entry in entries]
    marks, ended = desk.marks(entries), ended_of(desk.store, refs)
    return [
        Row(
            entry.ref,
            _(type(entry.record).about.label),
            desk.summary(entry),
            marks[entry.ref],
            desk.age_of(entry),
            page_of(entry),
            what_ended(desk.store, entry.ref) if entry.ref in ended else "",
        )
        for entry in entries
    ]


@blueprint.get("/catatan/<slug>")
@role("relawan")
def index(slug: str) -> str:
    """Fifty records of a type, newest first; `sebelum` goes on from there."""
    desk, record_type = here(), type_here(slug)
    before, sift = _before(request.args.get("sebelum")), _sift(desk.zone)
    page = listed(desk.store, record_type, sift, before=before, limit=PAGE + 1)
    return render_template(
        "kept/catatan.html",
        label=_(record_type.about.label),
        slug=slug,
        writable=writable(record_type),
        nearest=slug in GOODS,
        rows=rows(desk, [entry for _pos, entry in page[:PAGE]]),
        older=page[PAGE - 1][0] if len(page) > PAGE else None,
        paged=before is not None,
        asked=_asked(),
        sifted=not sift.all,
        states=[(code, _(text)) for code, text in STATES.items()],
    )


def _before(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else abort(404)


def _asked() -> dict[str, Any]:
    """What the list is sifted by, as it was typed; it goes along to the next page."""
    asked = {name: request.args.get(name, "").strip()[:LONGEST] for name in ("keadaan", "hari", "cari")}
    return {name: text for name, text in asked.items() if text}


def _sift(zone: Zone) -> Sift:
    asked = _asked()
    state = asked.get("keadaan", "")
    found = Sift(state=state if state in STATES else "", word=asked.get("cari", ""))
    try:
        since = zone.instant(f"{asked['hari']}T00:00") if "hari" in asked else None
    except ValueError:
        return found
    return found if since is None else replace(found, since=since, until=since + DAY_S)


@blueprint.get("/entri/<name>")
@role("relawan")
def entry(name: str) -> str:
    """One entry: what it says, how it came about, where it is, what became of it."""
    return record.page(name)
