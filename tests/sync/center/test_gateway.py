"""What the one door gives a gateway: slips of all that it heard, and the most urgent that they lack, in radio frames."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from field_node.records.correction import Void
from field_node.records.record import Entry, Record
from field_node.records.task import Task
from field_node.records.warning import Alert
from sync.center.asked import Asked
from sync.center.dialect import writing
from sync.center.enrolment import revoke
from sync.center.issue import issue
from sync.center.offers import AGAIN_S, MOST_FRAMES, UNSAID_S, Offers
from sync.center.schema import FRAME
from sync.center.store import Center
from sync.center.units import quarantine
from sync.codec.digest import Digest, Holding, encode_digest
from sync.frames import LORA_MTU, Kind
from sync.seal import slips_in
from tests.factories import a_headcount, a_posko
from tests.sync.center.parts import NOW, SealingUnit, frames_of
from tests.sync.center.serving import post, served

DAY_S = 86_400


@pytest.fixture
def address(center: Center) -> Iterator[str]:
    with served(center) as found:
        yield found


@pytest.fixture
def offers(center: Center, unit: SealingUnit) -> Offers:
    """What enrolment said is in frames of its own."""
    made = Offers(center)
    made.choose([Asked(unit.keys.unit, 1)], carrier="elsewhere", now=NOW)
    return made


def crew(center: Center, count: int) -> list[SealingUnit]:
    return [SealingUnit.enrolled(center, f"Unit {number}") for number in range(count)]


def places(center: Center, count: int, *, now: int = NOW) -> None:
    for number in range(count):
        issue(center, a_posko(nama=f"Posko Balai Desa nomor {number}"), now=now)


def newest(center: Center, record: Record, *, now: int = NOW, **given: Any) -> Entry:
    return issue(center, record, now=now, **given)


def receipts_in(frames: Iterable[bytes]) -> list[bytes]:
    return [frame for frame in frames if frame[0] & 15 == Kind.RECEIPT]


def everything(
    offers: Offers, unit: SealingUnit, asked: Sequence[Asked], *, now: int = NOW
) -> list[list[Entry]]:
    """Answer after answer, until nothing more is due."""
    answers = []
    while True:
        answer = offers.choose(asked, carrier="10.0.0.1", now=now)
        answers.append(unit.broadcasts(answer.frames))
        if not answer.more:
            return answers


# ---- slips


def test_slips_of_all_that_were_heard_share_frames_of_the_radio(center: Center, address: str) -> None:
    heard = crew(center, 20)
    answer = post(address, *[unit.frame(unit.entry(a_headcount()), full=False) for unit in heard], mtu=200)
    frames = frames_of(answer.content)
    assert frames == tuple(receipts_in(frames))
    assert max(map(len, frames)) <= LORA_MTU
    assert len(frames) <= 3
    assert sorted(number for frame in frames for number in slips_in(frame)) == [
        unit.keys.unit for unit in heard
    ]
    for unit in heard:
        slip = unit.slip(frames)
        assert slip is not None and slip.upto == 2


def test_revoked_and_quarantined_units_are_as_on_the_internet(center: Center, address: str) -> None:
    good, gone, doubtful = crew(center, 3)
    revoke(center, gone.keys.unit, now=NOW)
    with center.lock, writing(center.writer) as conn:
        quarantine(conn, doubtful.keys.unit, NOW)
    frames = [unit.frame(unit.entry(a_headcount())) for unit in (good, gone, doubtful)]
    digests = [unit.digest() for unit in (gone, doubtful)]
    answer = post(address, *frames, *digests, mtu=200)
    back = frames_of(answer.content)
    assert answer.headers["Tagana-Counts"] == "new=1, known=2, held=2, refused=0, left=0"
    assert back == tuple(receipts_in(back)), "whoever is not live is told nothing of the center's"
    last_word = gone.slip(back)
    assert last_word is not None and last_word.revoked
    assert doubtful.slip(back) is None
    assert good.slip(back) is not None


def test_what_a_gateway_brings_came_by_radio(center: Center, unit: SealingUnit, address: str) -> None:
    post(address, unit.frame(unit.entry(a_headcount()), full=False), mtu=200)
    with center.reader.connect() as conn:
        assert conn.execute(select(FRAME.c.carrier)).scalars().all() == ["radio"]


# ---- what the center says


def test_the_one_who_lacks_most_of_those_that_asked_counts(center: Center, address: str) -> None:
    one, two, three = crew(center, 3)
    last = newest(center, Task(isi="Kirim tenda")).seq
    answer = post(address, one.digest(last + 1), two.digest(last), three.digest(last + 1), mtu=200)
    assert [entry.seq for entry in two.broadcasts(frames_of(answer.content))][-1] == last
    again = post(address, one.digest(last + 1), three.digest(last + 1), mtu=200)
    assert one.broadcasts(frames_of(again.content)) == []


def test_without_a_digest_nothing_of_the_center_goes_on_air(
    center: Center, unit: SealingUnit, address: str
) -> None:
    newest(center, Task(isi="Kirim tenda"))
    answer = post(address, unit.frame(unit.entry(a_headcount())), mtu=200)
    assert unit.broadcasts(frames_of(answer.content)) == []


def test_an_answer_holds_a_few_frames_and_says_that_there_are_more(
    center: Center, unit: SealingUnit, address: str
) -> None:
    places(center, 40)
    question = unit.digest()
    heard: list[int] = []
    for _ in range(30):
        answer = post(address, question, mtu=200)
        frames = frames_of(answer.content)
        said = unit.broadcasts(frames)
        assert max(map(len, frames)) <= LORA_MTU
        assert len(frames) - len(receipts_in(frames)) <= MOST_FRAMES
        heard += [entry.seq for entry in said]
        if "Tagana-More" not in answer.headers:
            break
    assert sorted(heard) == list(range(1, 42)), "each once"


def test_orders_of_today_go_before_old_places_with_what_they_speak_of(
    center: Center, unit: SealingUnit, offers: Offers
) -> None:
    places(center, 30, now=NOW - 5 * DAY_S)
    post_ = newest(center, a_posko(nama="Posko Baru"), now=NOW - 5 * DAY_S)
    offers.choose([Asked(unit.keys.unit, 1)], carrier="elsewhere", now=NOW - 4 * DAY_S)  # sealed apart
    order = newest(center, Task(isi="Kirim 20 tenda", lokasi=post_.ref))
    first = everything(offers, unit, [Asked(unit.keys.unit, 1)])[0]
    seqs = [entry.seq for entry in first]
    assert {order.seq, post_.seq} <= set(seqs)
    assert seqs.index(order.seq) < len(seqs) - 1, "then come the old ones"


def test_what_is_over_never_goes_before_what_is_in_force(
    center: Center, unit: SealingUnit, offers: Offers
) -> None:
    ask = [Asked(unit.keys.unit, 2)]

    def alone(record: Record, **given: Any) -> Entry:
        """In a frame of its own."""
        entry = newest(center, record, **given)
        offers.choose(ask, carrier="elsewhere", now=NOW)
        return entry

    late = alone(Task(isi="Sudah lewat", batas_waktu=NOW - 3_600))
    over = alone(Alert(jenis="banjir", keparahan="berat", mulai=NOW - 7_200, sampai=NOW - 3_600))
    void = alone(Task(isi="Dibatalkan"))
    old = alone(a_posko(nama="Posko Lama"), now=NOW - 5 * DAY_S)
    live = alone(Alert(jenis="banjir", keparahan="berat", mulai=NOW, sampai=NOW + 3_600))
    ended = alone(Void(entri=void.ref, alasan="salah_entri"))
    order = [entry.seq for answer in everything(offers, unit, ask) for entry in answer]
    places_ = {name: order.index(one.seq) for name, one in {"live": live, "ended": ended, "old": old}.items()}
    assert places_["live"] < places_["old"] and places_["ended"] < places_["old"]
    assert all(order.index(one.seq) > places_["old"] for one in (late, over, void))


def test_what_fits_no_radio_frame_waits_for_the_internet_and_holds_nothing_up(
    center: Center, unit: SealingUnit, offers: Offers
) -> None:
    large = newest(center, Task(isi="Ж" * 160))
    order = newest(center, Task(isi="Kirim tenda"))
    ask = Asked(unit.keys.unit, large.seq)
    assert [entry.seq for entry in everything(offers, unit, [ask])[0]] == [order.seq]
    told = Asked(unit.keys.unit, large.seq, has=((order.seq, order.seq + 1),))
    later = offers.choose([told], carrier="10.0.0.1", now=NOW + DAY_S)
    assert later.frames == (), "it says that it has what is above the hole"


def test_a_digest_says_what_lies_above_a_hole(
    center: Center, unit: SealingUnit, offers: Offers, address: str
) -> None:
    offers.choose([Asked(unit.keys.unit, 1)], carrier="elsewhere", now=NOW)
    first = newest(center, Task(isi="Yang hilang di udara")).seq
    newest(center, Task(isi="Yang sampai"))
    held = encode_digest(Digest(first, (Holding(0, first, (1, 1)),)))
    answer = post(address, unit.sealed(held, Kind.DIGEST), mtu=200)
    assert [entry.seq for entry in unit.broadcasts(frames_of(answer.content))] == [first, first + 1]
    lost = encode_digest(Digest(first, (Holding(0, first, (0, 2)),)))
    answer = post(address, unit.sealed(lost, Kind.DIGEST), mtu=200)
    assert unit.broadcasts(frames_of(answer.content)) == []


def test_many_that_fit_no_radio_frame_do_not_stop_what_comes_after(
    center: Center, unit: SealingUnit, offers: Offers, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.center import sealed

    monkeypatch.setattr(sealed, "BATCH", 3)
    for _ in range(7):
        newest(center, Task(isi="Ж" * 160))
    order = newest(center, Task(isi="Kirim tenda"))
    assert order.seq in [entry.seq for entry in everything(offers, unit, [Asked(unit.keys.unit, 1)])[0]]


@pytest.mark.parametrize(
    ("pause_s", "says_so"), [(AGAIN_S, True), (UNSAID_S, False)], ids=["a new digest", "the same digest"]
)
def test_the_same_is_offered_again_after_a_while_and_then_less_often(
    center: Center, unit: SealingUnit, offers: Offers, pause_s: int, says_so: bool
) -> None:
    seq = newest(center, Task(isi="Kirim tenda")).seq
    offered = [
        at
        for at in range(0, 16 * pause_s, pause_s // 5)
        if offers.choose(
            [Asked(unit.keys.unit, seq, counter=at if says_so else 7)], carrier="10.0.0.1", now=NOW + at
        ).frames
    ]
    assert offered == [0, pause_s, 3 * pause_s, 7 * pause_s, 15 * pause_s]


def test_a_stranger_who_repeats_a_digest_takes_nothing_from_the_gateway(
    center: Center, unit: SealingUnit, offers: Offers
) -> None:
    seq = newest(center, Task(isi="Kirim tenda")).seq
    ask = [Asked(unit.keys.unit, seq)]
    for _ in range(5):
        offers.choose(ask, carrier="6.6.6.6", now=NOW)
    assert offers.choose(ask, carrier="10.0.0.1", now=NOW).frames


def test_another_unit_that_lacks_it_is_offered_it_at_once(center: Center, offers: Offers) -> None:
    one, two = crew(center, 2)
    seq = newest(center, Task(isi="Kirim tenda")).seq
    assert offers.choose([Asked(one.keys.unit, seq)], carrier="10.0.0.1", now=NOW).frames
    assert not offers.choose([Asked(one.keys.unit, seq)], carrier="10.0.0.1", now=NOW).frames
    assert offers.choose(
        [Asked(one.keys.unit, seq), Asked(two.keys.unit, seq)], carrier="10.0.0.1", now=NOW
    ).frames


@given(
    has=st.lists(st.tuples(st.integers(1, 60), st.integers(1, 9)), max_size=5),
    upto=st.integers(0, 60),
    seq=st.integers(1, 80),
)
def test_a_unit_lacks_what_it_does_not_name(has: list[tuple[int, int]], upto: int, seq: int) -> None:
    spans = tuple((first, first + size) for first, size in has)
    named = set(range(1, upto)) | {each for first, stop in spans for each in range(first, stop)}
    assert Asked(1, upto, spans).lacks(seq) is (seq not in named)
