"""/stok/impor/<key>: the checked table, its answers, saving it whole, and taking a whole import back."""

from collections.abc import Generator, Iterator
from typing import Any

import msgspec
from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.record import Entry, InvalidRecord
from field_node.store import imports
from field_node.store.errors import StoreError
from field_node.web.choices import incident_of
from field_node.web.desk import Desk, here
from field_node.web.faults import fault_of
from field_node.web.guard import role
from field_node.web.said.language import _, many
from field_node.web.said.numbers import shown
from field_node.web.said.shown import amount
from field_node.web.stock.imports import order
from field_node.web.stock.imports.checking import Checked, data_rows
from field_node.web.stock.imports.parked import Parked, leave, park, parked_of
from field_node.web.stock.imports.preview import begun, checked, refused_csv, same_file, shown_table
from field_node.web.stock.imports.saving import below_zero, save, undo
from field_node.web.stock.imports.steps import End, Step, told

blueprint = Blueprint("stock_import_check", __name__, url_prefix="/stok/impor/<key>")
TOLD_EACH = 500
CHECKING = 40
"""Of a hundred steps."""
ASKABLE = (order.GOODS, order.UNIT, order.FUND, order.INSIDE)
ANSWER_LONGEST = 60
MANY_PAPERS = 200


@blueprint.get("")
@role("lumbung")
def preview(key: str) -> str:
    """What was found in the table; once it was saved, what became of it."""
    desk = here()
    kept = imports.imported(desk.store, key)
    if kept is not None:
        return _outcome(desk, kept)
    parked = _parked(desk, key)
    return render_template("stock/impor_periksa.html", **shown_table(desk, parked, checked(desk, parked)))


def _parked(desk: Desk, key: str) -> Parked:
    return parked_of(desk.data_dir, desk.store.locker, key) or abort(
        404, _("Berkas itu sudah tidak ada di unit, atau tidak pernah disimpan. Unggah lagi.")
    )


@blueprint.post("/jawab")
@role("lumbung")
def answer(key: str) -> Answer:
    """Takes what a person says of words that are not clear, and checks again."""
    desk = here()
    parked = _parked(desk, key)
    said = {
        name: text.strip()
        for name, text in request.form.items()
        if name.partition(":")[0] in ASKABLE and len(text) <= ANSWER_LONGEST
    }
    park(desk.data_dir, desk.store.locker, msgspec.structs.replace(parked, given={**parked.given, **said}))
    return redirect(url_for("stock_import_check.preview", key=key), 303)


@blueprint.get("/salah.csv")
@role("lumbung")
def refused(key: str) -> Response:
    """The rows that were refused, with why."""
    desk = here()
    parked = _parked(desk, key)
    headers = {"Content-Disposition": 'attachment; filename="baris-salah.csv"'}
    return Response(refused_csv(parked, checked(desk, parked)), mimetype="text/csv", headers=headers)


# ---- saving


@blueprint.post("")
@role("lumbung")
def keep(key: str) -> Answer | Response:
    """Saves every good line, or none; a key that was saved before leads to what it became."""
    desk = here()
    if imports.imported(desk.store, key) is not None:
        return redirect(url_for("stock_import_check.preview", key=key), 303)
    parked = _parked(desk, key)
    return told(_("Menyimpan"), _saving(desk, parked, _incident(desk, parked)))


def _incident(desk: Desk, parked: Parked) -> Ref | None:
    """What lay there before belongs to no kejadian."""
    return incident_of(request, desk.names) if parked.order.kind == "terima" else None


def _not_agreed(desk: Desk, parked: Parked, found: Checked) -> str:
    """What stands in the way of saving; "" when nothing does."""
    if not found.lines:
        return _("Tidak ada baris yang bisa disimpan.")
    if found.wrong_rows and "lewati" not in request.form:
        return _("Perbaiki baris yang salah, atau centang bahwa baris itu dilewati.")
    if same_file(desk, parked) and "ulang" not in request.form:
        return _("Berkas ini sudah pernah diimpor. Centang bila memang harus disimpan lagi.")
    return ""


def _saving(desk: Desk, parked: Parked, incident: Ref | None) -> Iterator[Step | End]:
    page = url_for("stock_import_check.preview", key=parked.key)
    back = _("Kembali ke hasil pemeriksaan")
    try:
        found = yield from _checking(desk, parked)
        if wrong := _not_agreed(desk, parked, found):
            yield End(wrong, page, back, bad=True)
            return
        yield from _writing(desk, parked, found, incident)
    except InvalidRecord as error:
        said = " ".join(desk.remark(Movement, one) for one in error.notices if one.blocks)
        nothing = _("Belum ada yang tersimpan.")
        yield End(f"{nothing} {said}", page, back, bad=True)
    except StoreError as error:
        yield End(_(fault_of(error).unsaved), page, back, bad=True)
    else:
        leave(desk.data_dir, parked.key)
        yield End(_saved(len(found.lines)), page, _("Lihat hasilnya"))


def _saved(lines: int) -> str:
    return many("%(n)s baris tersimpan.", "%(n)s baris tersimpan.", lines) % {"n": shown(lines)}


def _checking(desk: Desk, parked: Parked) -> Generator[Step, None, Checked]:
    check, head = begun(desk, parked)
    rows = list(data_rows(parked.rows, head))
    for number, row in enumerate(rows, 1):
        check.take(row)
        if number % TOLD_EACH == 0:
            text = _("Memeriksa baris %(n)s dari %(all)s.") % {"n": shown(number), "all": shown(len(rows))}
            yield Step(text, number * CHECKING // len(rows))
    return check.found


def _writing(desk: Desk, parked: Parked, found: Checked, incident: Ref | None) -> Iterator[Step]:
    lines = found.lines
    for number in save(desk, parked, lines, incident):
        if number % 200 == 0 or number == len(lines):
            text = _("Menyimpan baris %(n)s dari %(all)s.") % {"n": shown(number), "all": shown(len(lines))}
            yield Step(text, CHECKING + number * (99 - CHECKING) // len(lines))


# ---- what became of it


def _outcome(desk: Desk, kept: imports.Import, wrong: str = "", reason: str = "") -> str:
    first = desk.entry(kept.lines[0])
    standing = list(imports.standing(desk.store, kept.lines))
    return render_template(
        "stock/impor_hasil.html",
        key=kept.key,
        lines=shown(len(kept.lines)),
        standing=shown(len(standing)),
        stands=bool(standing),
        ended=shown(len(kept.lines) - len(standing)) if len(standing) < len(kept.lines) else "",
        undone=imports.undone(desk.store, kept.key),
        store=desk.names.title(first.record.gudang) if first else "",  # type: ignore[attr-defined]
        age=desk.age_of(first),
        papers=[_paper(desk, lines) for lines in kept.papers[:MANY_PAPERS]],
        minus=[_minus(desk, *one) for one in below_zero(desk, standing)[:20]],
        wrong=wrong,
        reason=reason,
    )


def _paper(desk: Desk, lines: tuple[Ref, ...]) -> dict[str, Any]:
    entry: Entry | None = desk.entry(lines[0])
    return {
        "ref": lines[0],
        "number": getattr(entry.record, "nomor", "") if entry else "",
        "lines": len(lines),
    }


def _minus(desk: Desk, item: int, batch: str, left: int) -> str:
    return f"{desk.names.goods_name(item, batch)}: {amount(left, desk.names.goods(item))}"


@blueprint.post("/batalkan")
@role("lumbung")
def take_back(key: str) -> Answer | tuple[str, int]:
    """Takes every line of the import out of force, with a reason."""
    desk = here()
    kept = imports.imported(desk.store, key) or abort(404, _("Impor itu tidak ada di unit ini."))
    reason = request.form.get("alasan", "")
    try:
        undo(desk, key, reason)
    except InvalidRecord as error:
        return _outcome(desk, kept, " ".join(desk.sentence(one) for one in error.notices), reason), 422
    return redirect(url_for("stock_import_check.preview", key=key), 303)
