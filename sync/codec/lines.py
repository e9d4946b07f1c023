"""Papers of several lines: one symbol says that this record is the next line of the paper before it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from field_node.records.kinds import Kind
from field_node.records.record import Field
from sync.codec.coder import Coder
from sync.codec.here import Here
from sync.codec.model import Model, Tables
from sync.codec.near import held
from sync.errors import BadFrame


@dataclass(frozen=True, slots=True)
class Lines:
    """On the next line `same` (together `paper`) stay as they are and `count` is one more; `needs` must be told. settled: bits of those that are optional."""

    same: tuple[int, ...]
    paper: Callable[[Sequence[Any]], Any]
    count: int
    needs: int
    settled: int
    tables: Tables
    kind: Kind

    @classmethod
    def of(cls, slug: str, sent: Sequence[Field], bits: Mapping[str, int], model: Model) -> "Lines | None":
        """None for a type that has no lines, or whose fields are not all sent."""
        places = {one.name: place for place, one in enumerate(sent)}
        facts: dict[str, Any] = model.fact(f"lines {slug}", {})
        tables = model.tables(f"{slug} goes on", 2, 2)
        names = [*facts.get("same", ()), facts.get("count", "")]
        if tables is None or not all(name in places for name in names):
            return None
        settled = sum(bits.get(name, 0) for name in names)
        same, count = tuple(places[name] for name in facts["same"]), places[facts["count"]]
        return cls(same, itemgetter(*same), count, places[facts["needs"]], settled, tables, sent[count].kind)

    def walk(self, coder: Coder, given: Sequence[Any], here: Here, in_row: bool) -> int:
        """The bits that are settled by it, their values set; 0 when the paper does not go on."""
        last = here.said
        if last[self.needs] is None or last[self.count] is None:
            return 0
        if not coder.symbol(self.tables[in_row], 0 if coder.reads else self._goes_on(given, last)):
            return 0
        for place in self.same:
            here.values[place] = last[place]
        here.values[self.count] = held(self.kind, last[self.count] + 1)
        return self.settled

    def demand_new(self, here: Here) -> None:
        """Raises BadFrame for a line that goes on and was not said so."""
        last = here.said
        if last[self.needs] is not None and last[self.count] is not None and self._goes_on(here.values, last):
            raise BadFrame("contents")

    def _goes_on(self, values: Sequence[Any], last: Sequence[Any]) -> bool:
        return bool(values[self.count] == last[self.count] + 1 and self.paper(values) == self.paper(last))
