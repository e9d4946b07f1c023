"""A naive recount of a day from the list of all entries, by the rules of the handbook alone."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from field_node.records.correction import TimeCorrection
from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import PlaceMerge
from field_node.records.record import Entry, Record, TimeQuality
from field_node.records.verification import Verification


class Naive:
    """Entries in force, and what they amount to."""

    def __init__(self, said: Sequence[Entry]) -> None:
        gone = {
            ref
            for one in said
            for ref in (one.corrects, one.record.replaces())
            if ref is not None and one.unit in {0, ref.unit} and ref != one.ref
        }
        self.live = [one for one in said if one.ref not in gone]

    def made(self, one: Entry) -> int:
        """When it was made, by the newest correction of time that covers it."""
        fixes = [
            (fix.seq, record.selisih_s)
            for fix in self.live
            if isinstance(record := fix.record, TimeCorrection)
            and fix.unit == one.unit
            and record.dari_seq <= one.seq <= record.sampai_seq
        ]
        return one.made_at + (max(fixes)[1] if fixes and one.quality < TimeQuality.GPS else 0)

    def newest(self, of: type[Record], key: Callable[[Any], Any]) -> dict[Any, Entry]:
        found = sorted(
            (one for one in self.live if isinstance(one.record, of)),
            key=lambda one: (self.made(one), one.ref),
        )
        return {key(one.record): one for one in found}

    def rejected(self, ref: Ref) -> bool:
        said = ((one, one.record) for one in self.live if one.unit == 0)
        words = [
            (self.made(one), one.seq, w.status)
            for one, w in said
            if isinstance(w, Verification) and w.entri == ref
        ]
        return bool(words) and max(words)[2] == "ditolak"

    def place(self, ref: Ref) -> Ref:
        merges = {
            dari: one.record for dari, one in self.newest(PlaceMerge, lambda record: record.dari).items()
        }
        seen = set[Ref]()
        while ref in merges and ref not in seen:
            seen.add(ref)
            ref = merges[ref].ke  # type: ignore[attr-defined]
        return ref

    def counts(self, cut: int) -> dict[Ref, Headcount]:
        best: dict[Ref, tuple[Any, Headcount]] = {}
        for one in self.live:
            if isinstance(one.record, Headcount) and not self.rejected(one.ref):
                made = self.made(one)
                said = one.record.per_waktu if one.record.per_waktu <= made + 600 else made
                rank = (said, made, one.ref)
                place = self.place(one.record.lokasi)
                if said <= cut and (place not in best or rank > best[place][0]):
                    best[place] = (rank, one.record)
        return {place: record for place, (_, record) in best.items()}

    def moves(self, after: int, until: int) -> Iterator[Entry]:
        return (
            one for one in self.live if isinstance(one.record, Movement) and after < self.made(one) <= until
        )
