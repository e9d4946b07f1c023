"""What one tablet chose for itself and keeps in cookies: its kejadian and its theme."""

from typing import Protocol

from flask import Request

from field_node.records.kinds import InvalidValue, Ref
from field_node.web.said.language import later
from field_node.web.said.options import Option

INCIDENT, THEME = "kejadian", "tampilan"
THEMES = {
    "otomatis": later("Otomatis"),
    "terang": later("Terang"),
    "gelap": later("Gelap"),
    "terik": later("Terik matahari"),
}


class Incidents(Protocol):
    """Knows the kejadian of this unit."""

    def incidents(self) -> list[Option]:
        """All kejadian, newest first."""


def theme_of(request: Request) -> str:
    """The chosen theme."""
    chosen = request.cookies.get(THEME, "")
    return chosen if chosen in THEMES else "otomatis"


def incident_of(request: Request, lists: Incidents) -> Ref | None:
    """The kejadian that entries of this tablet get: its choice, or the only one there is."""
    options = lists.incidents()
    chosen = request.cookies.get(INCIDENT)
    if chosen is None:
        return Ref.parse(options[0].value) if len(options) == 1 else None
    try:
        found = Ref.parse(chosen) if chosen else None
    except InvalidValue:
        return None
    return found if str(found) in {option.value for option in options} else None
