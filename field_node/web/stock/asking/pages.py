"""/stok/permintaan: own requests, the form of a new one, and the letter on paper."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.records.incident import STATUS, IncidentStatus
from field_node.records.kinds import Item, Ref
from field_node.records.picture import PRIVATE_WORDS
from field_node.records.record import InvalidRecord, Notice
from field_node.records.request import Request
from field_node.store import views
from field_node.store.letters import Letter, letter, letters
from field_node.web.capture.keeping import SURE, key_again, key_here
from field_node.web.choices import incident_of
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.routes import ref_here
from field_node.web.said import times
from field_node.web.said.language import _, stay_indonesian
from field_node.web.said.numbers import shown
from field_node.web.said.shown import MISSING, amount
from field_node.web.stock.asking.asked import MOST_LINES, Line, keep, labels, lines_of
from field_node.web.stock.asking.bringing import told
from field_node.web.stock.asking.prefilled import below_minimum, from_address, place_of, short_places

blueprint = Blueprint("stock_request", __name__, url_prefix="/stok/permintaan")
PAGE, ROOM, FIRST_ROWS = 30, 3, 5


@blueprint.get("")
@role("relawan")
def index() -> str:
    """What this unit asked for, newest first."""
    desk, text = here(), request.args.get("sebelum", "")
    before = int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None
    found = letters(desk.store, desk.unit or -1, before=before, limit=PAGE + 1)
    marks = desk.marks([one.entries[0] for _pos, one in found])
    return render_template(
        "stock/permintaan.html",
        letters=[_brief(desk, one, marks[one.entries[0].ref]) for _pos, one in found[:PAGE]],
        after=found[PAGE - 1][0] if len(found) > PAGE else None,
        before=before,
        short=short_places(desk),
    )


def _brief(desk: Desk, one: Letter, mark: Any) -> dict[str, Any]:
    first = one.lines[0]
    goods = [_goods(desk, line) for line in one.lines]
    return {
        "ref": one.ref,
        "number": first.nomor or _("tanpa nomor"),
        "to": _to(desk, first),
        "goods": ", ".join(goods[:3]) + (" …" if len(goods) > 3 else ""),
        "age": desk.age_of(one.entries[0]),
        "mark": mark,
    }


def _goods(desk: Desk, line: Request) -> str:
    goods = desk.names.goods(line.barang)
    return f"{desk.names.goods_name(line.barang)} {amount(line.jumlah, goods)}"


def _to(desk: Desk, one: Request) -> str:
    return one.kepada_nama or (desk.names.title(one.kepada) if one.kepada else _(MISSING))


# ---- the form


@blueprint.get("/baru")
@role("relawan")
def form() -> str:
    """An empty letter, or one with what the calculator or the minimum of a store asks for."""
    desk, place = here(), place_of(request.args.get("minimum", ""))
    asked = (
        below_minimum(desk, place)
        if place
        else from_address(desk, request.args, request.args.getlist("baris"))
    )
    return _page(desk, asked, desk.new_key())


@blueprint.post("/baru")
@role("relawan")
def save() -> Answer | tuple[str, int]:
    """303 to the letter; 422 with everything that was typed."""
    desk, kunci, typed = here(), key_here(), dict(request.form.items())
    try:
        kept = keep(desk, typed, kunci, incident_of(request, desk.names))
    except InvalidRecord as error:
        return _page(desk, typed, key_again(desk, kunci, error.notices), error.notices), 422
    return redirect(url_for("stock_request.paper", name=str(kept.ref)), 303)


def _page(desk: Desk, typed: dict[str, str], kunci: str, notices: tuple[Notice, ...] = ()) -> str:
    incident = incident_of(request, desk.names)
    return render_template(
        "stock/permintaan_baru.html",
        typed=typed,
        kunci=kunci,
        parts=_rows(typed),
        opened=request.method == "GET",
        incident_ref=str(incident or ""),
        places=desk.names.places(),
        goods=desk.names.options(Item()),
        problems=[told(desk, one) for one in notices],
        wrong={one.field: desk.sentence(one) for one in notices},
        labels={name: _(label) for name, label in labels().items()},
        ask_sure=bool({one.code for one in notices} & set(PRIVATE_WORDS)) or SURE in typed,
        incident=desk.names.title(incident) if incident else "",
        zone=desk.zone.name,
        most=MOST_LINES,
    )


def _rows(typed: dict[str, str]) -> tuple[list[Line], list[Line]]:
    """The lines that are filled with room for some more, and the others up to forty."""
    there = {one.number: one for one in lines_of(typed)}
    last = max((one.number for one in there.values() if not one.empty), default=0)
    many = min(MOST_LINES, max(FIRST_ROWS, last + ROOM))
    every = [there.get(number, Line(number)) for number in range(1, MOST_LINES + 1)]
    return every[:many], every[many:]


# ---- the letter


@blueprint.get("/<name>")
@role("relawan")
def paper(name: str) -> str:
    """The surat permohonan, in Indonesian: it goes to an office."""
    desk = here()
    one = letter(desk.store, ref_here(name)) or abort(
        404, _("Permintaan itu tidak ada di unit ini, atau sudah dibatalkan.")
    )
    stay_indonesian()
    first, entry = one.lines[0], one.entries[0]
    return render_template(
        "stock/surat_permohonan.html",
        letter=one,
        first=first,
        made=desk.zone.long(desk.made(entry)),
        day=times.day_shown(times.day_read(desk.zone.at(desk.made(entry)).date().isoformat())),
        sender=desk.names.title(first.dari),
        to=_to(desk, first),
        incident=desk.names.title(entry.incident) if entry.incident else "",
        status=_status(desk, entry.incident),
        people=_people(first),
        rows=[_row(desk, number, line) for number, line in enumerate(one.lines, 1)],
        due=desk.zone.long(first.batas_waktu) if first.batas_waktu is not None else "",
        mark_of=desk.marks([entry])[entry.ref],
        printed=desk.zone.long(desk.now),
    )


def _status(desk: Desk, incident: Ref | None) -> str:
    """`Tanggap darurat, SK 300/12 tanggal 20 Nov 2026`; what is not known is told as such."""
    found = views.newest(desk.store, IncidentStatus, incident) if incident else None
    said = found.record if found else None
    if not isinstance(said, IncidentStatus):
        return "Status darurat belum didata"
    label = dict(STATUS.options).get(said.status, said.status)
    if not said.sk_nomor:
        return f"{label}, SK belum didata"
    on = f" tanggal {times.day_shown(said.sk_tanggal)}" if said.sk_tanggal is not None else ""
    return f"{label}, SK {said.sk_nomor}{on}"


def _people(first: Request) -> str:
    kk, jiwa = (MISSING if value is None else shown(value) for value in (first.kk, first.jiwa))
    return f"{kk} KK / {jiwa} jiwa" if (first.kk, first.jiwa) != (None, None) else MISSING


def _row(desk: Desk, number: int, line: Request) -> dict[str, str]:
    goods = desk.names.goods(line.barang)
    much = amount(line.jumlah, goods)
    unit = goods.unit if goods else ""
    return {
        "number": str(number),
        "name": desk.names.goods_name(line.barang),
        "code": goods.code if goods else "",
        "amount": much.removesuffix(f"\u00a0{unit}"),
        "unit": unit,
    }
