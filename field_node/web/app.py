"""The application: one desk, its pages by area, checked requests, honest errors."""

from collections.abc import Iterable
from typing import Any

from flask import Flask

from field_node.web import (
    capture,
    daily,
    device,
    faults,
    guard,
    home,
    info,
    lists,
    nearest,
    neighbours,
    paired,
    pasang,
    people,
    radio,
    release,
    residents,
    signin,
    stock,
    tablet_door,
    tablet_pages,
)
from field_node.web.desk import Desk, here
from field_node.web.page import Page


def create_app(desk: Desk, *, allowed_hosts: tuple[str, ...], idle_s: float = 600) -> Flask:
    """The pages over that desk; requests to other host names are refused. `idle_s`: an unused sign-in ends after it."""
    app = Flask(__name__)
    app.extensions["desk"] = desk
    app.config["IDLE_S"] = idle_s
    app.jinja_env.filters["groupby_order"] = in_order
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    guard.protect(app, allowed_hosts)
    faults.register(app)
    release.register(app)
    for area in (home, capture, lists, stock, neighbours, nearest, radio, device, tablet_door, tablet_pages):
        app.register_blueprint(area.blueprint)
    for area in (pasang, signin, people, paired):
        app.register_blueprint(area.blueprint)
    for area in (daily, info, residents):
        app.register_blueprint(area.blueprint)
    app.context_processor(_page)
    return app


def in_order(items: Iterable[Any], name: str) -> list[tuple[str, list[Any]]]:
    """Items under the value of an attribute, in the order in which values first appear."""
    found: dict[str, list[Any]] = {}
    for item in items:
        found.setdefault(getattr(item, name), []).append(item)
    return list(found.items())


def _page() -> dict[str, Page]:
    return {"page": Page(here())}
