"""What every page shows around its own part; looked up only by the pages that show it, so that error pages need no store."""

from collections.abc import ItemsView
from functools import cached_property

from flask import request

from field_node.store.outbox import Counts
from field_node.web.choices import THEMES, theme_of
from field_node.web.desk import Desk
from field_node.web.kept.asked import Asks, asks
from field_node.web.kept.attention import Call, sos_calls
from field_node.web.said.marks import unsent
from field_node.web.unit import center, restored, states


class Page:
    """The frame of one page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def theme(self) -> str:
        """The theme of this tablet."""
        return theme_of(request)

    @property
    def themes(self) -> ItemsView[str, str]:
        """All themes: code and label."""
        return THEMES.items()

    @property
    def zone(self) -> str:
        """WIB, WITA or WIT."""
        return self._desk.zone.name

    @property
    def path(self) -> str:
        """Where the theme switch comes back to; a post cannot be opened again."""
        return request.full_path.rstrip("?") if request.method == "GET" else "/"

    @cached_property
    def unit_name(self) -> str:
        """Whose pages these are."""
        return self._desk.unit_name()

    @cached_property
    def counts(self) -> Counts:
        """How many records the center has and has not."""
        return self._desk.counts()

    @property
    def unsent(self) -> int:
        """How many it has not, photos among them."""
        return self.counts.waiting + self.counts.photos

    @property
    def unsent_text(self) -> str:
        """The same in words."""
        return unsent(self.counts, restored=restored.is_restored(self._desk))

    @property
    def contact(self) -> str:
        """How long ago this unit last heard of the center."""
        return center.contact(self._desk)

    @cached_property
    def asks(self) -> Asks:
        """How much waits for an answer."""
        return asks(self._desk)

    @cached_property
    def alarm_calls(self) -> list[Call]:
        """Every SOS that nobody ended."""
        return sos_calls(self._desk)

    @cached_property
    def alarms(self) -> list[str]:
        """What must be said on every page."""
        return states.alarms(self._desk)
