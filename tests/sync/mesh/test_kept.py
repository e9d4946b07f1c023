"""What a gateway holds: the order in which it goes on."""

from collections.abc import Iterable
from dataclasses import dataclass

from sync.frames import Kind
from sync.mesh.kept import Kept


def frame(kind: Kind, unit: int, number: int) -> bytes:
    return bytes((0x40 | kind,)) + unit.to_bytes(2, "big") + number.to_bytes(2, "big") + bytes(30)


def test_a_call_that_came_meanwhile_goes_before_what_is_put_back() -> None:
    kept = Kept()
    records = [frame(Kind.RECORDS, 1, number) for number in range(4)]
    for one in records:
        kept.put(one, proven=True)
    assert kept.take(3) == tuple(records[:3])
    call = frame(Kind.SOS, 2, 9)
    kept.put(call, proven=True)
    kept.put_back()
    assert kept.take(9) == (call, *records)
    assert kept.out == 5


def test_a_call_that_nobody_here_can_open_goes_first_too() -> None:
    kept = Kept()
    record, junk, call = frame(Kind.RECORDS, 1, 1), frame(Kind.RECORDS, 2, 2), frame(Kind.SOS, 3, 3)
    kept.put(record, proven=True)
    for one in (junk, call):
        kept.put(one, proven=False)
    assert kept.take(9) == (call, record, junk)


def test_what_was_settled_does_not_come_back() -> None:
    kept = Kept()
    kept.put(frame(Kind.RECORDS, 1, 1), proven=True)
    kept.take(5)
    kept.settle()
    kept.put_back()
    assert len(kept) == 0 and kept.out == 0


@dataclass
class Slate:
    """A shelf that counts how often it is written."""

    lying: tuple[bytes, ...] = ()
    written: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.lying

    def match(self, frames: Iterable[bytes]) -> None:
        self.lying, self.written = tuple(frames), self.written + 1


def test_only_what_did_not_arrive_is_laid_on_the_shelf_and_leaves_it_as_it_arrives() -> None:
    shelf = Slate()
    kept = Kept(shelf)
    records = [frame(Kind.RECORDS, 1, number) for number in range(4)]
    for one in records[:2]:
        kept.put(one, proven=True)
    kept.take(1)
    kept.settle()
    assert shelf.written == 0
    kept.put(frame(Kind.RECORDS, 7, 7), proven=False)
    kept.take(5)
    kept.put(records[2], proven=True)
    kept.put_back()
    assert list(shelf.lying) == [records[1], records[2]]
    kept.take(5)
    kept.put(records[3], proven=True)
    kept.settle()
    assert list(shelf.lying) == [records[3]]
