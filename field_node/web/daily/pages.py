"""Laporan harian: the page of a day, its WhatsApp text and its CSV tables."""

from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.records import type_by_slug
from field_node.records.movement import Movement
from field_node.store.as_of import Stated, made_between, told
from field_node.store.daily import Day, day_of
from field_node.store.daily_events import first_at
from field_node.web.daily.help import things
from field_node.web.daily.people import people
from field_node.web.daily.tables import TABLES, table
from field_node.web.daily.text import Heading, message
from field_node.web.daily.words import Voice, revision
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.said import times
from field_node.web.said.language import stay_indonesian

blueprint = Blueprint("daily", __name__)
blueprint.before_request(stay_indonesian)
CUT = "17:00"
"""When a day's figures are closed, in the unit's own zone: eastern reports are there before the national cut."""
NOT_YET = "Laporan untuk hari yang belum datang belum ada."
BEFORE_US = "Unit ini belum mencatat apa pun pada hari itu. Catatan pertamanya dari {first}."


class Chosen(NamedTuple):
    """A day that may be asked for. `closed`: its cut has passed."""

    on: date
    cut: int
    closed: bool
    earlier: date | None
    later: date | None


@blueprint.get("/laporan")
@role("relawan")
def index() -> Answer:
    """Today's report, or that of the day picked in the form."""
    desk = here()
    asked = request.args.get("tanggal", "")
    on = _day(asked) if asked else desk.zone.at(desk.now).date()
    return redirect(url_for("daily.page", tanggal=on.isoformat()))


@blueprint.get("/laporan/<tanggal>")
@role("relawan")
def page(tanggal: str) -> str:
    """All sections of a day."""
    desk, chosen = here(), _chosen(tanggal)
    day, voice = _state(desk, chosen), _voice(desk)
    late, last = revision(day) if chosen.closed else (0, None)
    return render_template(
        "daily/laporan.html",
        chosen=chosen,
        title=times.day_shown((chosen.on - date(1970, 1, 1)).days),
        until=_until(desk, chosen),
        status=_status(desk, chosen),
        late=late,
        last=desk.zone.long(last) if last is not None else "",
        sections=[*people(day, voice), *things(day, voice)],
        tables=[(slug, type_by_slug(slug).about.label) for slug in TABLES],
        printed=desk.zone.long(desk.now),
        code=_code(desk, chosen),
        today=desk.zone.at(desk.now).date().isoformat(),
    )


@blueprint.get("/laporan/<tanggal>/whatsapp")
@role("relawan")
def whatsapp(tanggal: str) -> str:
    """The message, to be selected and copied or handed to WhatsApp."""
    desk, chosen = here(), _chosen(tanggal)
    text = _message(desk, chosen)
    return render_template(
        "daily/laporan_wa.html",
        chosen=chosen,
        text=text,
        link=f"https://wa.me/?text={quote(text)}",
        size=len(text),
    )


@blueprint.get("/laporan/<tanggal>/pesan.txt")
@role("relawan")
def plain(tanggal: str) -> Response:
    """The message alone, as plain text."""
    return Response(_message(here(), _chosen(tanggal)), mimetype="text/plain")


@blueprint.get("/laporan/<tanggal>/<slug>.csv")
@role("relawan")
def csv(tanggal: str, slug: str) -> Response:
    """One table of the day."""
    desk, chosen = here(), _chosen(tanggal)
    if slug not in TABLES:
        abort(404, "Tabel itu tidak ada di laporan harian.")
    day = _state(desk, chosen)
    written = table(slug, _rows(desk, day, slug), day, _voice(desk))
    name = f"tagana-{chosen.on.isoformat()}-{slug}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(written, mimetype="text/csv", headers=headers)


def _rows(desk: Desk, day: Day, slug: str) -> list[Stated]:
    """The statements behind one table: those of the cut, or what was made in the day before it."""
    if slug == "mutasi":
        return told(desk.store, made_between(desk.store, Movement, day.before, day.cut))
    found = {"ldp": day.sessions[0], "kebutuhan": day.needs.first}
    if slug == "peringatan":
        return [one.said for one in day.dangers]
    return [pair.said for pair in day.pairs.get(slug, ()) if pair.said] or list(found.get(slug, ()))


def _message(desk: Desk, chosen: Chosen) -> str:
    heading = Heading(desk.unit_name(), _code(desk, chosen), _status(desk, chosen), _until(desk, chosen))
    return message(_state(desk, chosen), _voice(desk), heading)


def _state(desk: Desk, chosen: Chosen) -> Day:
    """Of a day that is not closed, what is known so far."""
    return day_of(desk.store, chosen.cut)


def _voice(desk: Desk) -> Voice:
    return Voice(desk.zone, desk.names)


def _code(desk: Desk, chosen: Chosen) -> str:
    return f"LH-{desk.unit or 0}-{chosen.on:%Y%m%d}"


def _until(desk: Desk, chosen: Chosen) -> str:
    return desk.zone.long(chosen.cut if chosen.closed else desk.now)


def _status(desk: Desk, chosen: Chosen) -> str:
    if chosen.closed:
        return ""
    return f"Sementara: laporan hari ini ditutup pukul {CUT.replace(':', '.')} {desk.zone.name}"


def _chosen(text: str) -> Chosen:
    """404 with its sentence for a day to come, and for one before this unit recorded anything."""
    desk, on = here(), _day(text)
    today = desk.zone.at(desk.now).date()
    if on > today:
        abort(404, NOT_YET)
    first = first_at(desk.store)
    begun = desk.zone.at(min(first, desk.now)).date() if first is not None else today
    if on < begun:
        abort(404, BEFORE_US.format(first=desk.zone.long(first) if first is not None else "hari ini"))
    cut = desk.zone.instant(f"{on.isoformat()}T{CUT}")
    earlier, later = on - timedelta(days=1), on + timedelta(days=1)
    return Chosen(on, cut, cut <= desk.now, earlier if on > begun else None, later if on < today else None)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404, "Tanggal laporan ditulis seperti 2026-11-22.")
