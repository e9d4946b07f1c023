"""The center tells who sent goods that they arrived: once for what is so, again when it changes, whoever says it."""

from typing import Any

import pytest
from sqlalchemy import select

from field_node.records import number_of
from field_node.records.correction import Void
from field_node.records.delivery_news import DeliveryNews
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.record import Entry
from sync.center import tell_senders
from sync.center.alarms import alarms
from sync.center.issue import issue
from sync.center.known import KnownHere
from sync.center.schema import ENTRY
from sync.center.scope import Scope
from sync.center.store import Center, open_center
from sync.center.tell_senders import AT_ONCE, tell
from sync.center.typed import table_of
from tests.sync.center.parts import NOW, SealingUnit, bring

THERE, ELSEWHERE = Ref(0, 90), Ref(0, 91)
RICE, NOODLES = 4, 5


@pytest.fixture
def sender(center: Center) -> SealingUnit:
    return SealingUnit.enrolled(center, "Gudang")


@pytest.fixture
def receiver(center: Center) -> SealingUnit:
    return SealingUnit.enrolled(center, "Lumbung")


def kirim(by: SealingUnit, jumlah: int = 50, **given: Any) -> Entry:
    move = Movement(jenis="kirim", gudang=ELSEWHERE, barang=RICE, jumlah=jumlah, tujuan=THERE, nomor="SJ/1")
    return by.entry(move, **given)


def terima(by: SealingUnit, sent: Ref, *parts: int, **given: Any) -> Entry:
    """parts: diterima, rusak, kurang."""
    came, broken, missing = (*parts, 0, 0, 0)[:3]
    envelope = {name: given.pop(name) for name in ("corrects", "reason", "made_at") if name in given}
    more = {"gudang": THERE, "barang": RICE, **given}
    move = Movement(jenis="terima_kiriman", merujuk=sent, diterima=came, rusak=broken, kurang=missing, **more)
    return by.entry(move, **envelope)


def said(center: Center) -> list[tuple[Ref, int, int, int]]:
    """kirim, diterima, rusak, kurang of each word, in the order in which the center said them."""
    of = table_of(DeliveryNews)
    with center.reader.connect() as conn:
        rows = conn.execute(of.select().order_by(of.c.of_seq)).mappings().all()
    return [
        (Ref(row["kirim_unit"], row["kirim_seq"]), row["diterima"], row["rusak"], row["kurang"])
        for row in rows
    ]


def newest(center: Center) -> Any:
    of = table_of(DeliveryNews)
    with center.reader.connect() as conn:
        return conn.execute(of.select().order_by(of.c.of_seq.desc())).first()


def test_an_arrival_is_told_once_with_who_says_so_where_and_when(
    center: Center, sender: SealingUnit, receiver: SealingUnit
) -> None:
    sent = kirim(sender)
    came = terima(receiver, sent.ref, 40, 1, 1)
    bring(center, sender.frame(sent))
    assert said(center) == []
    bring(center, receiver.frame(came))
    assert said(center) == [(sent.ref, 40, 1, 1)]
    row = newest(center)
    assert (row.of_unit, row.terima_unit, row.terima_seq, row.barang) == (0, came.unit, came.seq, RICE)
    assert (Ref(row.gudang_unit, row.gudang_seq), row.waktu) == (THERE, came.made_at)


def test_what_is_repeated_restarted_or_brought_by_two_receivers_is_told_once(
    center: Center, sender: SealingUnit, receiver: SealingUnit
) -> None:
    sent = kirim(sender)
    came = terima(receiver, sent.ref, 40)
    first = receiver.frame(came)
    bring(center, sender.frame(sent), first)
    other = open_center(center.secrets.parent)
    bring(other, first, receiver.frame(came))
    bring(center, first, receiver.frame(came), receiver.digest())
    other.close()
    assert tell(center, now=NOW + 60) == 0
    assert said(center) == [(sent.ref, 40, 0, 0)]


def test_a_kirim_that_comes_after_its_arrival_is_told_too(
    center: Center, sender: SealingUnit, receiver: SealingUnit
) -> None:
    sent = kirim(sender)
    bring(center, receiver.frame(terima(receiver, sent.ref, 50)))
    assert said(center) == []
    bring(center, sender.frame(sent))
    assert said(center) == [(sent.ref, 50, 0, 0)]


def test_several_trucks_are_told_as_their_sum(
    center: Center, sender: SealingUnit, receiver: SealingUnit
) -> None:
    sent = kirim(sender)
    bring(center, sender.frame(sent), receiver.frame(terima(receiver, sent.ref, 30)))
    third = SealingUnit.enrolled(center, "Ketiga")
    bring(center, receiver.frame(terima(receiver, sent.ref, 9, 1)), third.frame(terima(third, sent.ref, 5)))
    assert said(center) == [(sent.ref, 30, 0, 0), (sent.ref, 44, 1, 0)]


def test_a_correction_and_a_void_are_told_as_they_leave_the_sum(
    center: Center, sender: SealingUnit, receiver: SealingUnit
) -> None:
    sent, other = kirim(sender), kirim(sender)
    came = terima(receiver, sent.ref, 30)
    bring(center, sender.frame(sent, other), receiver.frame(came))
    again = terima(receiver, other.ref, 28, 2, corrects=came.ref, reason="surat lain")
    bring(center, receiver.frame(again))
    assert said(center)[1:] == [(sent.ref, 0, 0, 0), (other.ref, 28, 2, 0)]
    void = receiver.entry(Void(entri=again.ref, alasan="belum tiba"))
    bring(center, receiver.frame(void))
    assert said(center)[3:] == [(other.ref, 0, 0, 0)] and newest(center).terima_unit is None


def test_a_correction_that_leaves_the_sums_is_not_told(
    center: Center, sender: SealingUnit, receiver: SealingUnit
) -> None:
    sent = kirim(sender)
    came = terima(receiver, sent.ref, 30)
    bring(center, sender.frame(sent), receiver.frame(came))
    again = terima(receiver, sent.ref, 30, batch="B2", corrects=came.ref, reason="batch")
    bring(center, receiver.frame(again))
    assert said(center) == [(sent.ref, 30, 0, 0)]


def test_a_void_that_overtakes_its_arrival_leaves_nothing_to_tell(
    center: Center, sender: SealingUnit, receiver: SealingUnit
) -> None:
    sent = kirim(sender)
    came = terima(receiver, sent.ref, 30)
    void = receiver.entry(Void(entri=came.ref, alasan="belum tiba"))
    bring(center, sender.frame(sent), receiver.frame(void))
    bring(center, receiver.frame(came))
    assert said(center) == []


def test_a_void_by_the_center_is_told_at_the_next_knock(
    center: Center, sender: SealingUnit, receiver: SealingUnit
) -> None:
    sent = kirim(sender)
    came = terima(receiver, sent.ref, 30)
    bring(center, sender.frame(sent), receiver.frame(came))
    issue(center, Void(entri=came.ref, alasan="dobel"), now=NOW)
    bring(center, sender.digest())
    assert said(center)[1:] == [(sent.ref, 0, 0, 0)]


def test_what_is_set_aside_counts_for_nothing(center: Center, sender: SealingUnit) -> None:
    bound = SealingUnit.enrolled(center, "Terbatas", within=Scope(places=(str(ELSEWHERE),)))
    sent = kirim(sender)
    bring(center, sender.frame(sent), bound.frame(terima(bound, sent.ref, 30)))
    assert said(center) == []
    bring(center, bound.frame(terima(bound, sent.ref, 3, gudang=ELSEWHERE)))
    assert said(center) == [(sent.ref, 3, 0, 0)]


def test_a_unit_is_not_told_of_what_it_received_itself_nor_of_other_goods(
    center: Center, sender: SealingUnit, receiver: SealingUnit
) -> None:
    sent = kirim(sender)
    bring(center, sender.frame(sent, terima(sender, sent.ref, 20)))
    bring(center, receiver.frame(terima(receiver, sent.ref, 7, barang=NOODLES)))
    assert said(center) == []


def test_whoever_claims_goods_that_went_elsewhere_is_named(center: Center, sender: SealingUnit) -> None:
    stranger = SealingUnit.enrolled(center, "Lain")
    sent = kirim(sender)
    bring(center, sender.frame(sent), stranger.frame(terima(stranger, sent.ref, 50, gudang=Ref(0, 99))))
    assert newest(center).terima_unit == stranger.keys.unit and newest(center).gudang_seq == 99


def test_an_arrival_of_what_is_no_kirim_is_no_news(
    center: Center, sender: SealingUnit, receiver: SealingUnit
) -> None:
    salur = sender.entry(Movement(jenis="salur", gudang=ELSEWHERE, barang=RICE, jumlah=5, nomor="1"))
    bring(center, sender.frame(salur), receiver.frame(terima(receiver, salur.ref, 5)))
    assert said(center) == []


def test_one_unit_makes_the_center_say_no_more_than_so_much_in_a_day(
    center: Center, sender: SealingUnit, receiver: SealingUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tell_senders, "MOST_A_DAY", 3)
    lines = [kirim(sender) for _ in range(5)]
    bring(center, sender.frame(*lines))
    bring(center, receiver.frame(*(terima(receiver, one.ref, 1) for one in lines)))
    assert len(said(center)) == 3
    honest = SealingUnit.enrolled(center, "Jujur")
    bring(center, honest.frame(terima(honest, lines[4].ref, 7)))
    assert said(center)[3:] == [(lines[4].ref, 8, 0, 0)]
    with center.reader.connect() as conn:
        assert [one.kind for one in alarms(conn, limit=9)] == ["kabar_penuh"]
    bring(center, sender.digest(), now=NOW + 2 * 86_400)
    assert {ref for ref, *_ in said(center)} == {one.ref for one in lines}


def test_the_words_of_a_paper_are_one_write(
    center: Center, sender: SealingUnit, receiver: SealingUnit
) -> None:
    lines = [kirim(sender) for _ in range(AT_ONCE)]
    bring(center, sender.frame(*lines))
    bring(center, receiver.frame(*(terima(receiver, one.ref, 1) for one in lines)))
    assert [ref for ref, *_ in said(center)] == [one.ref for one in lines]
    words = select(ENTRY.c.arrival).where(ENTRY.c.unit == 0, ENTRY.c.type == number_of(DeliveryNews))
    with center.reader.connect() as conn:
        assert len(set(conn.execute(words).scalars())) == 1


def test_more_lines_than_are_looked_at_at_once_are_told_after_the_next_bundles(
    center: Center, sender: SealingUnit, receiver: SealingUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tell_senders, "AT_ONCE", 2)
    lines = [kirim(sender) for _ in range(5)]
    bring(center, sender.frame(*lines))
    bring(center, receiver.frame(*(terima(receiver, one.ref, 1) for one in lines)))
    for _ in range(2):
        bring(center)
    assert [ref for ref, *_ in said(center)] == [one.ref for one in lines]


def test_a_newer_word_is_the_newest_also_when_the_clock_of_the_center_went_back(
    center: Center, sender: SealingUnit, receiver: SealingUnit
) -> None:
    sent = kirim(sender)
    bring(center, sender.frame(sent), receiver.frame(terima(receiver, sent.ref, 30)))
    bring(center, receiver.frame(terima(receiver, sent.ref, 10)), now=NOW - 7_200)
    bring(center, now=NOW)
    assert [row[1] for row in said(center)] == [30, 40]
    with center.reader.connect() as conn:
        word = KnownHere(conn, NOW).newest(DeliveryNews, sent.ref)
    assert isinstance(word, DeliveryNews) and word.diterima == 40


def test_a_store_of_before_has_its_arrivals_told(
    center: Center, sender: SealingUnit, receiver: SealingUnit
) -> None:
    sent = kirim(sender)
    with center.writer.begin() as conn:
        conn.exec_driver_sql(
            "CREATE TRIGGER nothing_waits AFTER INSERT ON kabar_menunggu BEGIN DELETE FROM kabar_menunggu; END"
        )
    bring(center, sender.frame(sent), receiver.frame(terima(receiver, sent.ref, 30)))
    assert said(center) == []
    with center.writer.begin() as conn:
        conn.exec_driver_sql("DROP TABLE kabar_menunggu")
    again = open_center(center.secrets.parent)
    bring(again)
    again.close()
    assert said(center) == [(sent.ref, 30, 0, 0)]
