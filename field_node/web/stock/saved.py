"""What was just kept as one paper: told, undone for a moment, voided with a reason as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.records.balance import Balance
from field_node.records.correction import Void
from field_node.records.kinds import Ref
from field_node.records.movement import MOVE
from field_node.records.record import Entry, InvalidRecord, Notice, blocks
from field_node.store import papers
from field_node.store.papers import Paper
from field_node.store.returns import came_back
from field_node.web.capture.draft import Draft
from field_node.web.capture.keeping import REASON, key_here
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.routes import entry_here, ref_here
from field_node.web.said.language import _
from field_node.web.saved_card import Card
from field_node.web.stock.amounts import packed
from field_node.web.stock.drawing import NOTHING, label
from field_node.web.stock.keeping import Kept, Piece, keep_paper
from field_node.web.stock.late import late_notices
from field_node.web.stock.sheets import ALL
from field_node.web.stock.written import agreed

blueprint = Blueprint("stock_saved", __name__)
UNDONE = "Diurungkan segera setelah disimpan"
PAPER_PAGE = "stock_papers.paper"
"""The page of a paper as it is printed, where this release has one."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a paper, in words."""

    ref: str
    goods: str
    amount: str
    minus: bool


def saved_address(
    desk: Desk, kept: Kept, notices: tuple[Notice, ...], goods: Mapping[str, str] = NOTHING
) -> str:
    """Its page, with what is to be said about it for a moment. `goods`: as `drawing.goods_of` finds them."""
    odd = tuple(_remark(desk, one, goods) for one in notices if not one.blocks)
    card = desk.signer.write(Card(kept.entries[0].ref, desk.now, odd))
    return url_for("stock_saved.page", name=str(kept.entries[0].ref), kartu=card)


def _remark(desk: Desk, one: Notice, goods: Mapping[str, str]) -> str:
    return f"{label(one.field, goods)}: {desk.sentence(one)}" if one.field else desk.sentence(one)


@blueprint.get("/stok/tersimpan/<name>")
@role("relawan")
def page(name: str) -> str:
    """The paper with its lines, what was odd, and for a moment the way back."""
    desk, entry = here(), entry_here(name)
    card = desk.signer.read(request.args.get("kartu", ""))
    fresh = card if card and card.ref == entry.ref else None
    found = papers.paper(desk.store, entry.ref)
    given: dict[str, Any] = {
        "name": name,
        "entry": entry,
        "state": desk.marks([entry])[entry.ref],
        "notices": tuple(dict.fromkeys((*(fresh.sentences if fresh else ()), *_late(desk, entry, found)))),
        "undo": request.args.get("kartu") if fresh and fresh.may_undo(desk.now) else "",
        "paper_page": url_for(PAPER_PAGE, name=name) if PAPER_PAGE in current_app.view_functions else "",
    }
    if found is None:
        agrees = isinstance(entry.record, Balance) or abort(404)
        return render_template("stock/tersimpan.html", **given, agrees=agrees, lines=[], people=0)
    return render_template("stock/tersimpan.html", **given, **told(desk, found))


def _late(desk: Desk, entry: Entry, found: Paper | None) -> list[str]:
    counted = [*found.entries, *(one for one, _ in agreed(desk.store, found))] if found else [entry]
    return [desk.sentence(one) for one in late_notices(desk, counted)]


def told(desk: Desk, found: Paper) -> dict[str, Any]:
    """A paper in words."""
    lines = [_line(desk, entry, move) for entry, move in found.lines]
    return {
        "paper": found,
        "title": _title(found),
        "gudang": desk.names.title(found.gudang),
        "lines": lines,
        "people": len(papers.recipients(desk.store, found)) if found.nomor else 0,
        "own": found.ref.unit == desk.unit,
    }


def _title(found: Paper) -> str:
    """Of the form that made it: what was counted is an opname."""
    counted = any(move.fisik is not None for _entry, move in found.lines)
    made = (one.title for one in ALL if one.jenis == found.jenis and one.counts == counted)
    return next(made, dict(MOVE.options)[found.jenis])


def _line(desk: Desk, entry: Entry, move: Any) -> Told:
    came = move.jenis == "terima_kiriman"
    much = (move.diterima if came else move.jumlah) or 0
    goods, name = desk.names.goods(move.barang), desk.names.goods_name(move.barang, move.batch)
    told = packed(much, goods, move.isi_per_kemasan)
    gone = [(_("Rusak"), move.rusak), (_("Kurang"), move.kurang)] if came else []
    text = " · ".join([told, *(f"{word} {packed(many, goods, None)}" for word, many in gone if many)])
    return Told(str(entry.ref), name, text, much < 0)


@blueprint.post("/stok/tersimpan/<name>/urungkan")
@role("lumbung")
def undo(name: str) -> Answer:
    """Takes the whole paper back right after it was saved; later only a voiding with a reason does."""
    desk, entry = here(), _own(name)
    card = desk.signer.read(request.form.get("kartu", ""))
    if card is None or card.ref != entry.ref or not card.may_undo(desk.now):
        return redirect(url_for("stock_saved.cancel", name=name), 303)
    try:
        void_paper(desk, entry.ref, UNDONE, kunci=f"urung-{entry.ref}")
    except InvalidRecord:
        return redirect(url_for("stock_saved.cancel", name=name), 303)
    return redirect(url_for("stock_saved.page", name=name), 303)


@blueprint.get("/stok/batalkan/<name>")
@role("lumbung")
def cancel(name: str) -> str:
    """Asks for the reason."""
    return _cancel_page(_own(name).ref, here().new_key(), "", [])


@blueprint.post("/stok/batalkan/<name>")
@role("lumbung")
def save_cancel(name: str) -> Answer | tuple[str, int]:
    """303 to the voided paper; 422 when goods of it have arrived elsewhere or come back."""
    desk, ref, key, text = here(), _own(name).ref, key_here(), request.form.get(REASON, "")
    try:
        void_paper(desk, ref, text.strip(), kunci=key)
    except InvalidRecord as error:
        told = list(dict.fromkeys(desk.sentence(one) for one in error.notices if one.blocks))
        return _cancel_page(ref, key, text, told), 422
    return redirect(url_for("stock_saved.page", name=name), 303)


def void_paper(desk: Desk, ref: Ref, reason: str, *, kunci: str) -> None:
    """Takes every line of the paper out of force, its recipients and signatures too; all or none. Raises InvalidRecord, StoreError."""
    found = papers.paper(desk.store, ref)
    form = desk.form_key(kunci, {"batal": [str(found.ref if found else ref)], "alasan": [reason]})
    if not reason:
        raise InvalidRecord((blocks("alasan_wajib", REASON),))
    if found and any(came_back(desk.store, one.ref) for one in found.entries):
        raise InvalidRecord((blocks("surat_sudah_dirujuk", REASON),))
    named = _whole(desk, found) if found else []
    pieces = [Piece(Void(entri=one.ref, alasan=reason)) for one in named]
    if pieces:
        keep_paper(desk, pieces, form=form, incident=None)


def _whole(desk: Desk, found: Paper) -> list[Entry]:
    """Its lines in force, and everything that was kept beside them."""
    beside = (*papers.recipients(desk.store, found), *papers.signatures(desk.store, found))
    return [*found.entries, *lost_with(desk, found), *beside]


def lost_with(desk: Desk, found: Paper) -> tuple[Entry, ...]:
    """What was written off with goods that came back: its lines follow theirs under the same number."""
    if found.jenis != "kembali" or found.nomor is None:
        return ()
    named = desk.store.run(_LOST, (found.nomor, *found.gudang))
    other = papers.paper(desk.store, Ref(*named[0])) if named else None
    after_them = other is not None and all((move.baris or 0) > 1 for _, move in other.lines)
    return other.entries if other and after_them else ()


def _own(name: str) -> Entry:
    entry = entry_here(name)
    if entry.unit != here().unit:
        abort(403, _("Surat ini milik unit lain. Hanya unit itu atau pusat yang bisa membatalkannya."))
    return entry


def _cancel_page(ref: Ref, key: str, text: str, errors: list[str]) -> str:
    desk = here()
    found = papers.paper(desk.store, ref_here(str(ref))) or abort(404)
    reason = Draft.reason(text, errors, focus=True)
    return render_template(
        "stock/batalkan.html", name=str(ref), kunci=key, reason=reason, **told(desk, found)
    )


_LOST = "SELECT entry_unit, entry_seq FROM mutasi WHERE nomor = ? AND +gudang_unit = ? AND +gudang_seq = ? AND jenis = 'hapus' LIMIT 1"
