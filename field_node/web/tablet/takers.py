"""Which forms an outbox may bring: the one table from the view that a form posts to, to who takes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from field_node.records.kinds import Ref
from field_node.records.record import Notice
from field_node.web.brought import Brought, Taken, Taker
from field_node.web.capture import keeping
from field_node.web.capture.draft import Draft
from field_node.web.capture.pages import saved_page
from field_node.web.desk import Desk
from field_node.web.fields.forms import Form
from field_node.web.stock import arriving, bringing
from field_node.web.stock.asking import bringing as asking


@dataclass(frozen=True, slots=True)
class _OneRecord:
    """The form of any record type."""

    draft: Draft

    def keep(self, desk: Desk, incident: Ref | None, age_s: int) -> Taken:
        entry, notices = keeping.keep(self.draft, incident, age_s=age_s)
        return Taken(entry, saved_page(desk, self.draft, entry, notices))

    def told(self, desk: Desk, notices: Iterable[Notice]) -> dict[str, Any]:
        return self.draft.shown(notices, desk.names, desk.sentence)


def _new(kunci: str, form: Form, given: dict[str, Any]) -> Brought:
    return _OneRecord(Draft(keeping.writable_type(given["slug"]), kunci, form))


def _correction(kunci: str, form: Form, given: dict[str, Any]) -> Brought:
    old = keeping.standing(given["name"], kunci)
    return _OneRecord(Draft(type(old.record), kunci, form, old))


TAKERS: dict[str, Taker] = {
    "capture.save": _new,
    "capture.save_correction": _correction,
    "stock_forms.save": bringing.taker,
    "stock_arrival.save": arriving.taker,
    "stock_request.save": asking.taker,
}
"""Endpoint -> who takes its form: the one place where a form of an outbox is added."""
