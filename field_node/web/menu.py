"""Which types the pages offer to volunteers, under their headings."""

from typing import Any

from field_node.records import TYPES
from field_node.records.balance import Balance
from field_node.records.correction import TimeCorrection, Void
from field_node.records.handover import Recipient, Signature
from field_node.records.movement import Movement
from field_node.records.photo import Photo
from field_node.records.record import About, Author, Record

BESIDE = (Void, TimeCorrection, Photo, Recipient, Signature)
"""Types that are made beside another entry, by no form of their own."""
KEEPERS_OWN = (Movement, Balance, Recipient, Signature)
"""Types by which goods move: who keeps a store makes, corrects and voids them, whatever form does it."""


def menu() -> list[tuple[str, list[dict[str, Any]]]]:
    """The types that volunteers see, under their headings, in the order of the register."""
    found: dict[str, list[dict[str, Any]]] = {}
    for kind in TYPES.values():
        if kind.about.menu:
            found.setdefault(kind.about.menu, []).append(_item(kind.about, kind))
    return list(found.items())


def _item(about: About, kind: type[Record]) -> dict[str, Any]:
    return {"slug": about.slug, "label": about.label, "writable": writable(kind)}


def writable(kind: type[Record]) -> bool:
    """True when a volunteer may make records of that type by a form of its own."""
    return kind.about.author is not Author.CENTER and not kind.about.track and kind not in BESIDE


def need(kind: type[Record]) -> str:
    """What a person needs to make, correct or void records of that type (`access.roles.MAY`)."""
    return "lumbung" if kind in KEEPERS_OWN else "relawan"
