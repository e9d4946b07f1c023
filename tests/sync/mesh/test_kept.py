"""What a gateway holds: the order in which it goes on."""

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


def test_what_was_settled_does_not_come_back() -> None:
    kept = Kept()
    kept.put(frame(Kind.RECORDS, 1, 1), proven=True)
    kept.take(5)
    kept.settle()
    kept.put_back()
    assert len(kept) == 0 and kept.out == 0
