"""A request for goods that an outbox brings: the same form, kept once, told with its inputs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from field_node.records.kinds import Ref
from field_node.records.record import Notice
from field_node.web.brought import Taken
from field_node.web.desk import Desk
from field_node.web.fields.forms import Form
from field_node.web.said.language import _
from field_node.web.stock.asking.asked import keep, labels


@dataclass(frozen=True, slots=True)
class RequestForm:
    """Typed values of one letter. Implements `Brought`."""

    kunci: str
    form: Form

    def keep(self, desk: Desk, incident: Ref | None, age_s: int) -> Taken:
        """Keeps every line or none. Raises InvalidRecord, StoreError."""
        typed = {name: texts[0] for name, texts in self.form.items() if texts}
        entry = keep(desk, typed, self.kunci, incident, age_s=age_s)
        return Taken(entry, url_for("stock_request.paper", name=str(entry.ref)))

    def told(self, desk: Desk, notices: Iterable[Notice]) -> dict[str, Any]:
        """Sentences beside their inputs."""
        every = tuple(notices)
        return {
            "problems": [told(desk, one) for one in every if one.blocks],
            "cautions": [told(desk, one) for one in every if not one.blocks],
        }


def told(desk: Desk, notice: Notice) -> dict[str, str]:
    """A sentence with the input of which it speaks."""
    return {"id": notice.field, "label": _label(notice.field), "sentence": desk.sentence(notice)}


def _label(name: str) -> str:
    """What an input is called; "" for the letter as a whole."""
    known = labels().get(name)
    if known:
        return _(known)
    line = name.removeprefix("b").partition("-")[0]
    return _("Baris %(n)s") % {"n": line} if line.isdecimal() else ""


def taker(kunci: str, form: Form, _given: dict[str, Any]) -> RequestForm:
    """Implements `Taker`."""
    return RequestForm(kunci, form)
