"""The lists of a frame in context 0: no tables, every entry against the one before it."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from field_node.records.record import Entry
from sync.codec.coder import Coder, flag
from sync.codec.envelope import Last, Line
from sync.codec.head import first_seq, first_time, on_line
from sync.codec.since import aired
from sync.errors import BadFrame


@dataclass(slots=True)
class PlainLists:
    """Both lists of one frame. closed: spans of seqs that do not come by radio, as they are found."""

    coder: Coder
    unit: int
    start: int
    full: bool
    closed: list[tuple[int, int]] = field(default_factory=list)
    memory: dict[int, Last] = field(default_factory=dict)

    def entries(
        self, origin: int, given: tuple[Entry, ...], count: int, closed: Container[int]
    ) -> Iterator[Entry]:
        """Writes the entries given, or reads `count` of them."""
        first = given[0] if given else None
        line = Line(
            self.unit, self.full, first_seq(self.coder, None if first is None else first.seq, origin), 0
        )
        line.made_at = base = first_time(self.coder, None if first is None else first.made_at, self.start)
        for place in range(count):
            entry = given[place] if given else None
            if place:
                self._gap(line, origin, entry, closed)
            if entry is not None and not self.full and aired(type(entry.record)) > 0:
                raise ValueError("may not travel by radio")
            found = line.step(self.coder, entry, self.memory)
            if entry is None and not self.full and aired(type(found.record)) > 0:
                raise BadFrame("contents")
            if not place and found.made_at // 60 * 60 != base:
                raise BadFrame("contents")
            yield found

    def _gap(self, line: Line, origin: int, entry: Entry | None, closed: Container[int]) -> None:
        before = line.seq
        gap = self.coder.golomb(0, 0 if entry is None else entry.seq - before - 1)
        line.seq = on_line(before + gap + 1, origin)
        if gap and flag(
            self.coder, all(seq in closed for seq in range(before + 1, before + gap + 1)) if entry else False
        ):
            self.closed.append((before + 1, before + gap))
