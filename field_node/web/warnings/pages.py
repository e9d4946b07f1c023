"""The pages of peringatan: those in force with the posko that are silent, and one with its clock, what to do and who has answered."""

from typing import Any

from flask import Blueprint, abort, render_template

from field_node.records.kinds import Ref
from field_node.records.warning import ACTION, Alert
from field_node.store.views import OpenWarning
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.kept.asked import warnings
from field_node.web.kept.fresh import fresh
from field_node.web.kept.history import latest_name
from field_node.web.routes import entry_here
from field_node.web.said.options import Option
from field_node.web.said.shown import lines
from field_node.web.warnings.words import advice, posts, source, told

blueprint = Blueprint("warnings", __name__)
NUMBERS = ("magnitudo_10", "kedalaman_km", "tingkat_gunung")
"""Fields of a quake or a volcano that the page tells as far as they are filled."""
ICONS = {"siaga": "jam", "evakuasi": "mulai", "dampak_ada": "periksa", "tidak_terdampak": "simpan"}


@blueprint.get("/peringatan")
@role("relawan")
def index() -> str:
    """Those in force."""
    desk = here()
    found = [told(desk, one) for one in warnings(desk)]
    return render_template("warnings/peringatan.html", rows=found, last=_last(desk))


def _last(desk: Desk) -> str:
    """How old the newest warning is, in force or not: silence of the center is not safety."""
    found = desk.page(Alert, None, 1)
    return desk.age_of(found[0][1]) if found else ""


@blueprint.get("/peringatan/<name>")
@role("relawan")
def warning(name: str) -> str:
    """One warning."""
    desk, entry = here(), entry_here(name)
    record: Any = entry.record
    if not isinstance(record, Alert):
        abort(404)
    asked = posts(desk, entry)
    silent = tuple(one.ref for one in asked if one.silent)
    return render_template(
        "warnings/peringatan_satu.html",
        one=told(desk, OpenWarning(entry, silent)),
        posts=asked,
        others=_others(desk, {post.ref for post in asked}),
        advice=advice(record),
        source=source(record),
        long=record.uraian or "",
        numbers=[
            line for line in lines(record, desk.zone, desk.names) if line.name in NUMBERS and not line.missing
        ],
        districts=[desk.names.region(code) for code in record.kecamatan or ()],
        withdrawn=bool(record.dicabut),
        newer=str(latest_name(desk.store, entry.ref)) if not desk.stands(entry.ref) else "",
        actions=[(code, text, ICONS[code]) for code, text in ACTION.options],
        fresh=fresh(desk),
        new_key=desk.new_key,
    )


def _others(desk: Desk, named: set[Ref]) -> list[Option]:
    """Places that may answer without being named: the warning may hit more than the center knew."""
    return [one for one in desk.names.places() if Ref.parse(one.value) not in named]
