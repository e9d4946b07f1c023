"""The page of this tablet's own records, and the pages that open without the unit."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template

from field_node.web.capture.draft import Draft
from field_node.web.capture.keeping import writable_type
from field_node.web.capture.pages import shape, starts_at_now, variants
from field_node.web.choices import THEMES
from field_node.web.desk import here
from field_node.web.fields.inputs import NoLists
from field_node.web.guard import role, scans
from field_node.web.menu import menu
from field_node.web.said.language import later
from field_node.web.said.times import HOURS_AHEAD
from field_node.web.stock.arrival_frame import arrival_frame
from field_node.web.stock.frames import shell_frame
from field_node.web.stock.sheets import KEPT, SHEETS

blueprint = Blueprint("tablet_pages", __name__)


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page that was kept on the tablet: nothing in it was true only for a moment, or of one person."""

    zone: str
    shell: bool = True
    theme: str = "otomatis"
    themes: tuple[str, ...] = tuple(THEMES)
    path: str = "/"
    unit_name: str = "Tagana"
    unsent: int = 0
    unsent_text: str = later("Terputus")
    alarm_calls: tuple[()] = ()
    alarms: tuple[()] = ()


@blueprint.get("/tablet")
@role("tablet")
def index() -> str:
    """What this tablet holds; its own scripts fill the list in."""
    return render_template("tablet/tablet.html", menu=_forms())


@blueprint.get("/kerangka/tablet")
@role("tablet")
def shell() -> str:
    """The same for a tablet that does not reach its unit."""
    return render_template("tablet/tablet.html", page=Shell(here().zone.name), menu=_forms())


@blueprint.get("/kerangka/catat/<slug>")
@role("tablet")
def form_shell(slug: str) -> str:
    """The form of a type for a tablet that does not reach its unit."""
    desk, record_type = here(), writable_type(slug)
    draft, about = Draft(record_type, "-", {}), record_type.about
    frame: dict[str, Any] = {
        "page": Shell(desk.zone.name),
        "label": about.label,
        "slug": slug,
        "action": f"/catat/{slug}",
        "kunci": "-",
        "variants": variants(draft),
        "variant_field": about.variants.by if about.variants else "",
        "now_fields": " ".join(starts_at_now(record_type)),
        "hours_ahead": HOURS_AHEAD[desk.zone.name],
        **shape(record_type),
    }
    always = {"clock_trusted": True, "sealable": desk.sealable(), "opened": True}
    return render_template(
        "capture/catat.html", **frame, **always, **draft.shown((), NoLists(), desk.sentence)
    )


@blueprint.get(f"/kerangka/stok/<any({KEPT}):kind>")
@role("tablet")
def stock_shell(kind: str) -> str:
    """The form of a paper of goods for a tablet that does not reach its unit."""
    desk, sheet = here(), SHEETS[kind]
    given = {"action": f"/stok/{kind}", "kunci": "-", "problems": [], "cautions": [], "opened": True}
    framed = shell_frame(desk, sheet, NoLists())
    return render_template("stock/formulir.html", page=Shell(desk.zone.name), **given, **framed)


@blueprint.get("/kerangka/stok/terima-kiriman")
@role("tablet")
@scans
def arrival_shell() -> str:
    """The page of goods that arrive for a tablet that does not reach its unit: it reads QR codes by itself."""
    desk = here()
    given = {
        "kunci": "-",
        "problems": [],
        "cautions": [],
        "opened": True,
        "clock_trusted": True,
        "coming": [],
    }
    framed = arrival_frame(desk, {}, {}, [])
    return render_template("stock/terima_kiriman.html", page=Shell(desk.zone.name), **given, **framed)


@blueprint.get("/kerangka/lumbung")
@role("tablet")
def depots_shell() -> str:
    """Places with goods for a tablet that does not reach its unit: its script shows what it kept."""
    return render_template("around/lumbung_tablet.html", page=Shell(here().zone.name))


def _forms() -> list[tuple[str, list[dict[str, Any]]]]:
    """The menu without what only the unit can show."""
    found = ((heading, [one for one in items if one["writable"]]) for heading, items in menu())
    return [(heading, items) for heading, items in found if items]
