"""The pages of forms with many lines: shown, looked through before saving, kept as one paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.records.kinds import InvalidValue, Ref
from field_node.records.picture import PRIVATE_WORDS
from field_node.records.record import InvalidRecord, Notice
from field_node.web.capture.keeping import SURE, key_again, key_here, typed_here
from field_node.web.choices import incident_of
from field_node.web.desk import here
from field_node.web.fields.forms import Form
from field_node.web.guard import role
from field_node.web.stock import choices
from field_node.web.stock.bringing import PaperForm, looked
from field_node.web.stock.drawing import Told, goods_of, problems, sentences
from field_node.web.stock.frames import frame
from field_node.web.stock.page_number import page_number
from field_node.web.stock.pending import answered, open_papers
from field_node.web.stock.sheets import ALL, ALONE, KINDS, SHEETS, Sheet

blueprint = Blueprint("stock_forms", __name__)
MORE = "tambah"


@blueprint.app_context_processor
def _sheets() -> dict[str, Any]:
    """For menus: every form of goods, and those that open away from the unit."""
    return {"stock_sheets": ALL, "stock_alone": ALONE}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A form on its way to the page. notices: why it was not kept."""

    sheet: Sheet
    key: str
    form: Form
    notices: tuple[Notice, ...] = ()


@blueprint.get(f"/stok/<any({KINDS}):kind>")
@role("lumbung")
def form(kind: str) -> str:
    """An empty form of the one store, or the choice of a store, or of the paper that it answers."""
    desk, sheet = here(), SHEETS[kind]
    asked: dict[str, list[str]] = {name: request.args.getlist(name) for name in request.args}
    if sheet.of and not answered(desk, request.args.get("surat", ""), sheet.of):
        return render_template("stock/pilih_surat.html", sheet=sheet, **_open(sheet.of))
    if not sheet.of and not _store(asked):
        found = choices.stores(desk)
        if len(found) != 1:
            return render_template("stock/pilih_gudang.html", sheet=sheet, stores=found)
        asked["gudang"] = [found[0].value]
    return _page(_Shown(sheet, desk.new_key(), asked))


def _store(form: Form) -> Ref | None:
    try:
        return Ref.parse(next(iter(form.get("gudang", ())), ""))
    except InvalidValue:
        return None


@blueprint.post(f"/stok/<any({KINDS}):kind>")
@role("lumbung")
def save(kind: str) -> Answer | tuple[str, int] | str:
    """303 to what was kept; 422 with everything that was typed when it may not be kept; 200 with more lines when they are asked for."""
    desk, sheet = here(), SHEETS[kind]
    brought = PaperForm(sheet, key_here(), typed_here())
    if MORE in brought.form:
        return _page(_Shown(sheet, brought.kunci, brought.form))
    try:
        taken = brought.keep(desk, incident_of(request, desk.names), 0)
    except InvalidRecord as error:
        key = key_again(desk, brought.kunci, error.notices)
        return _page(_Shown(sheet, key, brought.form, error.notices)), 422
    return redirect(taken.address, 303)


@blueprint.post(f"/stok/<any({KINDS}):kind>/periksa")
@role("lumbung")
def examine(kind: str) -> Response:
    """What is wrong or odd about a form that is not saved yet."""
    desk, brought = here(), PaperForm(SHEETS[kind], key_here(), typed_here())
    return jsonify(looked(desk, brought, incident_of(request, desk.names)))


@blueprint.get("/stok/pinjaman")
@role("relawan")
def loans() -> str:
    """What is lent and did not come back, the one that is due first on top."""
    return render_template("stock/pinjaman.html", **_open(("pinjam",)))


def _open(kinds: Sequence[str]) -> dict[str, Any]:
    """The papers of the page that is asked for."""
    return open_papers(here(), kinds, page_number())._asdict()


def _page(shown: _Shown) -> str:
    desk, sheet, notices = here(), shown.sheet, shown.notices
    wrong, odd = (sentences(desk, notices, blocking=each) for each in (True, False))
    told, goods = Told(shown.form, wrong), goods_of(desk, sheet, shown.form)
    asked = bool({one.code for one in notices} & set(PRIVATE_WORDS)) or SURE in shown.form
    given: dict[str, Any] = {
        "action": url_for("stock_forms.save", kind=sheet.kind),
        "kunci": shown.key,
        "problems": problems(wrong, goods),
        "cautions": problems(odd, goods) if notices else [],
        "ask_sure": asked,
        "opened": request.method == "GET",
    }
    incident = incident_of(request, desk.names)
    return render_template(
        "stock/formulir.html", **given, **frame(desk, sheet, told, incident, more=_more(shown.form))
    )


def _more(form: Form) -> str:
    return next(iter(form.get(MORE, ())), "")
