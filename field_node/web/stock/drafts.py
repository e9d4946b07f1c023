"""A form of goods on its way to the records of its paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from field_node.records.kinds import Ref
from field_node.records.record import Notice
from field_node.web.desk import Desk
from field_node.web.fields.forms import Form
from field_node.web.stock import reading
from field_node.web.stock.keeping import Piece
from field_node.web.stock.reading import Line, Shelf
from field_node.web.stock.sheets import Sheet


class Composed(NamedTuple):
    """The records of a paper, and what is odd about them beside what each says of itself."""

    pieces: list[Piece]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that could be read. `desk`: as it was when the form was filled, `age_s` ago."""

    desk: Desk
    sheet: Sheet
    form: Form
    head: Mapping[str, Any]
    lines: list[Line]
    shelf: Shelf
    age_s: int = 0

    @property
    def gudang(self) -> Ref:
        """The store whose paper it is."""
        found: Ref = self.head["gudang"]
        return found

    def moved(self, lines: Sequence[Line]) -> list[Piece]:
        """A movement for each of those lines."""
        return reading.moves(self.sheet, self.head, list(lines), self.shelf, self.form)
