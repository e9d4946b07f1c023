"""One record walks from a unit's journal to the center's table, and its receipt walks back."""

import random
import threading
import time

import pytest
from sqlalchemy import text

from field_node.records import TYPES
from field_node.records.message import Message
from field_node.records.record import Author
from field_node.records.sos import Sos
from field_node.store import journal, requests, status
from sync.center.issue import issue
from sync.center.store import Center
from sync.frames import Kind
from sync.links.errand import Lane
from tests.samples import sample
from tests.sync.parts import AUnit, a_count, a_place, served
from tests.sync.walking import Counted, at_center, fix, linked, save, until_quiet, words


def test_a_record_reaches_the_centers_table_and_its_receipt_comes_back(center: Center, unit: AUnit) -> None:
    place = issue(center, a_place(), now=int(time.time()))
    with served(center) as url:
        link = linked(unit, url)
        save(unit, a_count(place.ref))
        until_quiet(unit, link)
        link.close()
    assert at_center(center) == [1]
    assert words(unit) == ["diterima"]
    assert journal.entry(unit.store, place.ref) == place
    said = status.read(unit.store, "link")
    assert said is not None
    assert said.body["connected"]
    assert said.body["problem"] == ""
    assert said.body["receipt_at"] is not None


def test_every_type_of_record_arrives_complete(center: Center, unit: AUnit) -> None:
    chance = random.Random(5)
    made = [
        sample(kind, chance, fill=1.0) for kind in TYPES.values() if kind.about.author is not Author.CENTER
    ]
    for record in made:
        save(unit, record)
    with served(center) as url:
        link = linked(unit, url)
        until_quiet(unit, link)
        link.close()
    assert len(at_center(center)) == len(made)
    assert set(words(unit)) <= {"diterima", "perlu_diperiksa"}
    with center.reader.connect() as conn:
        assert (
            conn.execute(
                text("SELECT count(*) FROM entry WHERE complete = 0 OR complete IS NULL")
            ).scalar_one()
            == 0
        )


def test_thousands_of_records_need_few_requests(center: Center, unit: AUnit) -> None:
    place = issue(center, a_place(), now=int(time.time()))
    save(unit, *(a_count(place.ref, jiwa=number % 900) for number in range(500)))
    save(unit, *(fix(number) for number in range(1_500)))
    with served(center) as url:
        link = linked(unit, url)
        until_quiet(unit, link)
        link.close()
    assert len(at_center(center)) == 2_000
    assert len(link.sent) <= 3


@pytest.mark.parametrize("lose", ["q", "a", "qa", "aq", "aaa", "qqq"])
def test_after_a_loss_the_same_sealed_bytes_go_again_and_nothing_doubles(
    center: Center, unit: AUnit, lose: str
) -> None:
    save(unit, Message(isi="Air naik"))
    with served(center) as url:
        link = linked(unit, url, lose)
        until_quiet(unit, link, steps=400)
        link.close()
    assert at_center(center) == [1]
    records = [frame for frames in link.sent for frame in frames if frame[0] & 15 == Kind.RECORDS]
    assert len(records) == len(lose) + 1
    assert len(set(records)) == 1


def test_after_a_large_bundle_was_cut_a_digest_goes_alone(center: Center, unit: AUnit) -> None:
    letters = random.Random(4)
    save(unit, *(Message(isi="".join(letters.choices("abcdefgh", k=150))) for _ in range(1_200)))
    with served(center) as url:
        link = linked(unit, url, "  a")
        until_quiet(unit, link, steps=400)
        link.close()
    kinds = [[frame[0] & 15 for frame in frames] for frames in link.sent]
    assert kinds[3] == [Kind.DIGEST]
    records = [frame for frames in link.sent for frame in frames if frame[0] & 15 == Kind.RECORDS]
    assert len(records) == len(set(records))
    assert len(at_center(center)) == 1_200


def test_an_sos_goes_first_in_a_frame_of_its_own(center: Center, unit: AUnit) -> None:
    save(unit, Message(isi="Tim siap"))
    save(unit, Sos(lat=-6.3, lon=108.3))
    with served(center) as url:
        link = linked(unit, url)
        until_quiet(unit, link)
        link.close()
    assert link.sent[0][0][0] & 15 == Kind.SOS


def test_a_new_sos_ends_the_rest_after_failures(center: Center, unit: AUnit) -> None:
    with served(center) as url:
        link = linked(unit, url, "qqq")
        uplink = unit.uplink(link)
        save(unit, Message(isi="Tim siap"))
        uplink.step()
        uplink.step()
        assert len(link.sent) == 1
        save(unit, Sos(lat=-6.3, lon=108.3))
        uplink.step()
        assert len(link.sent) == 2
        unit.steps.changed = True
        uplink.step()
        assert len(link.sent) == 3
        link.close()


def test_a_person_who_asks_ends_the_rest_too(center: Center, unit: AUnit) -> None:
    link = Counted(object(), "qq")
    uplink = unit.uplink(link)
    save(unit, Message(isi="Tim siap"))
    uplink.step()
    uplink.step()
    number = requests.ask(unit.store, "send", {}, at=unit.end.now())
    uplink.step()
    assert len(link.sent) == 2
    done = requests.answer(unit.store, number)
    assert done is not None
    assert done.result == {"ok": True}


def test_the_centers_word_comes_while_nothing_waits_here(center: Center, unit: AUnit) -> None:
    with served(center) as url:
        link, parked = linked(unit, url), Lane(unit.internet(url))
        uplink = unit.uplink(link, parked=parked)
        uplink.step()
        uplink.step()
        assert parked.waits
        place = issue(center, a_place(), now=int(time.time()))
        until = time.monotonic() + 10
        while journal.entry(unit.store, place.ref) is None and time.monotonic() < until:
            uplink.step()
            threading.Event().wait(0.02)
        assert journal.entry(unit.store, place.ref) == place
        assert len(link.sent) == 1
        link.close()
