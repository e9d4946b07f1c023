"""The application: one desk, its pages by area, checked requests, honest errors."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask

from field_node.web import faults, guard, release
from field_node.web.around import nearest, neighbours
from field_node.web.capture import answers
from field_node.web.capture import pages as capture
from field_node.web.daily import pages as daily
from field_node.web.desk import Desk, here
from field_node.web.home import pages as home
from field_node.web.home import state
from field_node.web.home.rail import rail
from field_node.web.kept import legend, lists
from field_node.web.mule import pages as mule
from field_node.web.page import Page
from field_node.web.people import pages as people
from field_node.web.people import paired, pairing, signin
from field_node.web.peta import lokasi
from field_node.web.peta import pages as peta
from field_node.web.peta.shelf import FOLDER, Shelf
from field_node.web.photos import door as photo_door
from field_node.web.photos import pages as photos
from field_node.web.photos.taking import FLOOR
from field_node.web.residents import confirm
from field_node.web.residents import pages as residents
from field_node.web.said import language
from field_node.web.sos import pages as sos
from field_node.web.stock import arrival_pages, card, minimum, paper_pages, shelf
from field_node.web.stock import forms as stock_forms
from field_node.web.stock import saved as stock_saved
from field_node.web.stock.asking import pages as asking
from field_node.web.stock.calculator import pages as calculator
from field_node.web.stock.imports import outcome
from field_node.web.stock.imports import pages as imports
from field_node.web.tablet import door
from field_node.web.tablet import pages as tablet
from field_node.web.tasks import pages as tasks
from field_node.web.trust import pages as trust
from field_node.web.unit import backup, device, radio
from field_node.web.warnings import pages as warnings

AREAS = (
    *(home, state, capture, answers, lists),
    *(tasks, warnings, sos, legend),
    *(neighbours, nearest, peta, lokasi),
    *(shelf, card, minimum, stock_forms, stock_saved),
    *(paper_pages, arrival_pages),
    *(imports, outcome, calculator, asking),
    *(radio, device, backup, trust),
    *(door, tablet, mule),
    *(pairing, signin, people, paired),
    *(daily, residents, confirm),
    *(photos, photo_door),
)
"""The pages, area by area: the one place where a blueprint is added."""


def create_app(
    desk: Desk,
    *,
    allowed_hosts: tuple[str, ...],
    idle_s: float = 600,
    maps_dir: Path = Path(),
    photo_floor: int = 200 << 20,
) -> Flask:
    """The pages over that desk; requests to other host names are refused.

    `idle_s`: an unused sign-in ends after it. `maps_dir`: where operators put map files, the folder "peta" of the data by default.
    `photo_floor`: bytes of the disk that photos leave alone.
    """
    app = Flask(__name__)
    app.extensions["desk"] = desk
    app.config["IDLE_S"] = idle_s
    app.config[FLOOR] = photo_floor
    app.jinja_env.filters["groupby_order"] = in_order
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    language.speak(app)
    guard.protect(app, allowed_hosts)
    faults.register(app)
    release.register(app)
    peta.register(app, Shelf(desk.data_dir / FOLDER if maps_dir == Path() else maps_dir))
    for area in AREAS:
        app.register_blueprint(area.blueprint)
    app.context_processor(_page)
    return app


def in_order(items: Iterable[Any], name: str) -> list[tuple[str, list[Any]]]:
    """Items under the value of an attribute, in the order in which values first appear."""
    found: dict[str, list[Any]] = {}
    for item in items:
        found.setdefault(getattr(item, name), []).append(item)
    return list(found.items())


def _page() -> dict[str, Any]:
    return {"page": Page(here()), "rail": rail}
