"""The lists of a frame in a trained context: the second one begins where the first one did."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from field_node.records.kinds import Ref
from field_node.records.record import Entry
from sync.codec.coder import Coder, zigzag
from sync.codec.envelope_tables import Dialect
from sync.codec.head import first_seq, first_time, on_line
from sync.codec.here import Frame
from sync.codec.strand import Strand
from sync.errors import BadFrame


@dataclass(slots=True)
class TaughtLists:
    """Both lists of one frame. closed: spans of seqs that do not come by radio, as they are found."""

    dialect: Dialect
    coder: Coder
    unit: int
    start: int
    full: bool
    closed: list[tuple[int, int]] = field(default_factory=list)
    frame: Frame = field(default_factory=Frame)
    began: int | None = None
    incident: Ref | None = field(init=False)

    def __post_init__(self) -> None:
        self.incident = self.dialect.incident

    def entries(
        self, origin: int, given: tuple[Entry, ...], count: int, closed: Container[int]
    ) -> Iterator[Entry]:
        """Writes the entries given, or reads `count` of them."""
        first = given[0] if given else None
        strand = Strand(
            self.coder, self.dialect, self.frame, self.unit, self.full, origin > 0, incident=self.incident
        )
        strand.closed = self.closed
        strand.seq = first_seq(self.coder, None if first is None else first.seq, origin)
        strand.made_at = base = self._begin(None if first is None else first.made_at)
        for place in range(count):
            found = strand.step(given[place] if given else None, closed, first=not place)
            on_line(strand.seq, origin)
            if not place and found.made_at // 60 * 60 != base:
                raise BadFrame("contents")
            yield found
        self.incident = strand.incident

    def _begin(self, made_at: int | None) -> int:
        if self.began is None:
            self.began = first_time(self.coder, made_at, self.start)
            return self.began
        after = zigzag(self.coder, 6, 0 if made_at is None else (made_at - self.began) // 60)
        return self.began + 60 * after
