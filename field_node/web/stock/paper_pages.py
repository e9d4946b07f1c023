"""The papers of a store: their list, each as it is printed, the empty sheet for counting."""

from flask import Blueprint, abort, render_template, request

from field_node.records.kinds import InvalidValue, Ref
from field_node.records.movement import MOVE
from field_node.store import papers
from field_node.store.papers import Paper
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.routes import ref_here
from field_node.web.said.language import _, many, stay_indonesian
from field_node.web.stock.choices import stores
from field_node.web.stock.paper import FORMS, forms_of, printed
from field_node.web.stock.paper_rows import blank
from field_node.web.stock.printed_days import long_day
from field_node.web.stock.written import written

blueprint = Blueprint("stock_papers", __name__)
PAGE, LONGEST = 30, 40
KINDS = dict(MOVE.options)


@blueprint.get("/stok/surat")
@role("relawan")
def index() -> str:
    """Papers, newest first, sifted by kind and letters of the number; voided ones say so."""
    desk = here()
    asked = {name: request.args.get(name, "").strip()[:LONGEST] for name in ("cari", "jenis")}
    kind = asked["jenis"] if asked["jenis"] in KINDS else ""
    found = papers.papers(
        desk.store, before=_before(), limit=PAGE + 1, jenis=kind, nomor=asked["cari"], voided=True
    )
    return render_template(
        "stock/surat.html",
        rows=[_row(desk, one) for _pos, one in found[:PAGE]],
        older=found[PAGE - 1][0] if len(found) > PAGE else None,
        kinds=KINDS,
        asked=asked,
        first=_before() is None,
    )


def _before() -> int | None:
    text = request.args.get("sebelum", "")
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 16 else None


def _row(desk: Desk, paper: Paper) -> dict[str, str]:
    """One paper in the list."""
    lines = paper.lines or written(desk.store, paper).lines
    (entry, move), count = lines[0], len(lines)
    to = desk.names.title(move.tujuan) if move.tujuan is not None else move.penerima or move.peminjam or ""
    name = desk.names.goods_name(move.barang)
    rest = many("%(name)s dan %(n)s baris lain", "%(name)s dan %(n)s baris lain", count - 1)
    return {
        "name": str(paper.ref),
        "kind": _(KINDS[paper.jenis]),
        "number": paper.nomor or _("tanpa nomor"),
        "place": desk.names.title(paper.gudang),
        "to": to,
        "goods": name if count == 1 else rest % {"name": name, "n": count - 1},
        "age": desk.age_of(entry),
        "state": "" if paper.lines else _("Dibatalkan"),
    }


@blueprint.get("/stok/surat/<name>")
@role("relawan")
def paper(name: str) -> str:
    """One paper as it is printed; `bentuk` chooses its form."""
    desk = here()
    found = papers.paper(desk.store, ref_here(name)) or abort(404, _("Surat itu tidak ada di unit ini."))
    stay_indonesian()
    offered = forms_of(found)
    form = request.args.get("bentuk", offered[0])
    if form not in offered:
        abort(404)
    return render_template(
        "stock/surat_satu.html",
        one=printed(desk, found, form),
        forms=[(code, FORMS[code]) for code in offered],
        own=found.ref.unit == desk.unit,
        made_by=desk.unit_name() if found.ref.unit == desk.unit else desk.names.unit(found.ref.unit),
        printed_at=desk.zone.long(desk.now),
    )


@blueprint.get("/stok/surat/lembar-opname")
@role("relawan")
def sheet() -> str:
    """An empty sheet for counting: what lies there, without saying how much."""
    desk = here()
    offered = stores(desk)
    stay_indonesian()
    place = _chosen(offered[0].value if offered else "")
    return render_template(
        "stock/lembar_opname.html",
        stores=offered,
        chosen=str(place or ""),
        title=desk.names.title(place) if place else "",
        date=long_day(desk.zone.at(desk.now).date()),
        rows=blank(desk, place) if place else [],
        printed_at=desk.zone.long(desk.now),
    )


def _chosen(first: str) -> Ref | None:
    try:
        return Ref.parse(request.args.get("gudang") or first)
    except InvalidValue:
        return None
