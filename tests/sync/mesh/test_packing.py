"""One packet's worth of entries, whatever is among them."""

import random

from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.place import Place
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


def test_what_a_peer_needs_more_for_waits_for_the_next_packet() -> None:
    newer = Place(nama="Balai", jenis="posko", sumber_gps="tablet", akurasi_m=12)
    entries = [entry(seq, newer if seq % 3 == 0 else count(seq)) for seq in range(1, 13)]
    packed, misfits = one_frame(entries, start=START, closed=frozenset())
    assert packed is not None and not misfits
    assert packed.seqs == {1, 2, 4, 5, 7, 8, 10, 11}
    rest = [one for one in entries if one.seq not in packed.seqs]
    later, _ = one_frame(rest, start=START, closed=frozenset())
    assert later is not None and later.seqs == {3, 6, 9, 12}


def test_a_packet_is_filled_up_among_others_that_wait() -> None:
    newer = Place(nama="Balai", jenis="posko", sumber_gps="tablet", akurasi_m=12)
    chance = random.Random(1)
    first, long = (Message(isi="".join(chance.choices("qzxwvk79", k=120))) for _ in range(2))
    entries = [entry(1, first), entry(2, newer), entry(3, long), entry(4, newer), entry(5, count(5))]
    packed, misfits = one_frame(entries, start=START, closed=frozenset())
    assert packed is not None and not misfits
    assert packed.seqs == {1, 5}
