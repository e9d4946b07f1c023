"""A form that an outbox brought: what every kind of it can do, whatever it becomes."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Protocol

from field_node.records.kinds import Ref
from field_node.records.record import Entry, Notice
from field_node.web.desk import Desk
from field_node.web.fields.forms import Form


class Taken(NamedTuple):
    """The entry that tells of it, the address of its page, and what happened here before it came that its writer should know."""

    entry: Entry
    address: str
    notices: tuple[Notice, ...] = ()


class Brought(Protocol):
    """A form that an outbox brought."""

    def keep(self, desk: Desk, incident: Ref | None, age_s: int) -> Taken:
        """Keeps it, once however often it comes. Raises InvalidRecord, HTTPException, StoreError."""

    def told(self, desk: Desk, notices: Iterable[Notice]) -> dict[str, Any]:
        """`problems` and `cautions`: sentences with `id` and `label` of their inputs."""


Taker = Callable[[str, Form, dict[str, Any]], Brought]
"""Key of the form, typed values, what the address names -> the form. Raises HTTPException."""
