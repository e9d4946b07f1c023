"""/stok/impor: a table file in, its progress, its template, what was imported before."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from field_node.store import directory, imports
from field_node.web.desk import Desk, here
from field_node.web.faults import FULL
from field_node.web.guard import role, takes
from field_node.web.said.language import _, many
from field_node.web.said.numbers import shown
from field_node.web.stock.imports.checking import MOST_LINES
from field_node.web.stock.imports.order import Order
from field_node.web.stock.imports.ordering import choices, ordered
from field_node.web.stock.imports.parked import Parked, park
from field_node.web.stock.imports.sheet import NotASheet, Row
from field_node.web.stock.imports.steps import End, Step, told
from field_node.web.stock.imports.taking import MOST_BYTES, Opened, gathered, opened
from field_node.web.stock.imports.template import template_csv, template_xlsx

blueprint = Blueprint("stock_import", __name__, url_prefix="/stok/impor")
TOLD_EACH = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("")
@role("lumbung")
def index() -> str:
    """The form for a file, and what was imported before."""
    return _page({})


@blueprint.post("")
@role("lumbung")
@takes(MOST_BYTES)
def upload() -> Response | tuple[str, int]:
    """Reads the file and leads to what was found in it; 422 with a sentence when it is none. Nothing is kept yet."""
    desk = here()
    order, wrong = ordered(desk, request.form)
    file = request.files.get("berkas")
    if file is None or not file.filename:
        wrong["berkas"] = _("Pilih berkas CSV atau XLSX.")
    if order is None or file is None or wrong:
        return _page(wrong), 422
    try:
        found = opened(file.read())
    except NotASheet as error:
        return _page({"berkas": _(error.sentence) % error.values}), 422
    return told(_("Membaca berkas"), _reading(desk, found, order, _name(file)))


def _name(file: FileStorage) -> str:
    return (file.filename or "").replace("\\", "/").rpartition("/")[2][:80]


def _reading(desk: Desk, file: Opened, order: Order, name: str) -> Iterator[Step | End]:
    again, rows = url_for("stock_import.index"), list[Row]()
    try:
        yield from filter(None, (_one_more(rows, row) for row in gathered(file)))
        key = desk.chance(8).hex()
        park(
            desk.data_dir,
            desk.store.locker,
            Parked(key, name, file.digest, desk.now, order, file.source, tuple(rows)),
        )
    except NotASheet as error:
        yield End(_(error.sentence) % error.values, again, _("Pilih berkas lain"), bad=True)
    except OSError:
        yield End(_(FULL), again, _("Kembali"), bad=True)
    else:
        read = many("%(n)s baris dibaca.", "%(n)s baris dibaca.", len(rows)) % {"n": shown(len(rows))}
        yield End(read, url_for("stock_import_check.preview", key=key), _("Lihat hasil pemeriksaan"))


def _one_more(rows: list[Row], row: Row) -> Step | None:
    """Adds it; a step now and then."""
    rows.append(row)
    if len(rows) % TOLD_EACH:
        return None
    text = _("Membaca baris %(n)s.") % {"n": shown(len(rows))}
    return Step(text, min(95, len(rows) * 95 // MOST_LINES))


@blueprint.get("/templat.csv")
@role("lumbung")
def empty_csv() -> Response:
    """The table to fill in."""
    return _file(template_csv().encode(), "text/csv", "templat-stok.csv")


@blueprint.get("/templat.xlsx")
@role("lumbung")
def empty_xlsx() -> Response:
    """The same for spreadsheets, with the list of goods."""
    return _file(template_xlsx(directory.all_goods(here().store)), XLSX, "templat-stok.xlsx")


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=kind, headers=headers)


def _page(wrong: dict[str, str]) -> str:
    desk = here()
    return render_template(
        "stock/impor.html",
        wrong=wrong,
        given=request.form,
        most_lines=shown(MOST_LINES),
        most_mb=MOST_BYTES >> 20,
        before=[_before(desk, one, first) for one, first in imports.imports(desk.store)],
        **choices(desk),
    )


def _before(desk: Desk, one: imports.Import, first: Any) -> dict[str, Any]:
    return {
        "key": one.key,
        "lines": shown(len(one.lines)),
        "store": desk.names.title(first.record.gudang),
        "kind": first.record.jenis,
        "age": desk.age_of(first),
        "undone": imports.undone(desk.store, one.key),
    }
