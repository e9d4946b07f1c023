"""A table as text: rows of cells, whatever file they came in."""

from dataclasses import dataclass, field
from decimal import Decimal

LONGEST_CELL = 400
MOST_COLUMNS = 40
MOST_ROWS = 6_000
"""Rows that are looked at, empty ones and headings counted too."""
FORMULA = "#RUMUS"
"""What a cell says whose formula was never worked out."""


class NotASheet(Exception):
    """The file is no table that can be read. `sentence`: why, in the words of the message catalogue; `values` fill it."""

    permanent = True

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number`: as the spreadsheet counts it. `merged`, `formulas`: places whose value another cell or a formula gave."""

    number: int
    cells: tuple[str, ...]
    merged: tuple[int, ...] = ()
    formulas: tuple[int, ...] = ()

    @property
    def empty(self) -> bool:
        """True when nothing is written in it."""
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class Source:
    """What the rows came out of. `title`: of the sheet, "" for CSV; `others`: sheets that are not read."""

    title: str = ""
    others: tuple[str, ...] = field(default=())


def number_text(value: float | Decimal) -> str:
    """2500.5 -> `2500,5`: as a person here would type it; twelve digits, which is all that a spreadsheet means."""
    plain = format(Decimal(f"{value:.12g}"), "f")
    whole, _, part = plain.partition(".")
    part = part.rstrip("0")
    return f"{whole},{part}" if part else whole


def clipped(text: str) -> str:
    """The text of a cell without what surrounds it, on one line."""
    return " ".join(text[:LONGEST_CELL].replace("\u00a0", " ").split())
