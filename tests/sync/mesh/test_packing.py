"""One packet's worth of entries, whatever is among them."""

from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.record import Entry, Record, TimeQuality
from sync.mesh.packing import fits, one_frame

START = 1_795_312_800


def entry(seq: int, record: Record) -> Entry:
    return Entry(7, seq, START + seq * 60, TimeQuality.GPS, record)


def count(jiwa: int) -> Headcount:
    return Headcount(lokasi=Ref(0, 1), per_waktu=START, jiwa=jiwa)


def test_what_cannot_be_coded_does_not_stop_the_others() -> None:
    entries = [entry(1, count(-5)), entry(2, count(7)), entry(3, Message(isi="air naik"))]
    packed, misfits = one_frame(entries, start=START, closed=frozenset())
    assert packed is not None
    assert packed.seqs == {2, 3} and misfits == {1}


def test_a_packet_holds_what_fits_it() -> None:
    fitting = [
        fits(entry(1, record), start=START) for record in (count(7), count(-5), Message(isi="€" * 160))
    ]
    assert fitting == [True, False, False]
