"""The certificate of the unit's pages is renewed in passing, and only by one that may take its place."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync import enrolment
from sync.center.authority import LEAF_DAYS, host_in, host_of, make_authority, make_leaf, renew_leaf
from sync.center.dialect import writing
from sync.center.enrolment import current_leaf, load_authority
from sync.center.schema import UNIT
from sync.center.store import Center
from sync.errors import LinkDown
from sync.leaf import RENEW_DAYS, BadLeaf, days_left, demand_better
from sync.links import LinkTrouble
from sync.renewal import Renewal
from tests.sync.parts import AUnit, a_unit, served

DAY_S = 86_400


def later(days: int) -> float:
    return time.time() + days * DAY_S


@pytest.fixture
def unit(tmp_path: Path, center: Center) -> Iterator[AUnit]:
    """Its clock shows the days in which its certificate is about to end."""
    late = LEAF_DAYS - RENEW_DAYS + 5
    with a_unit(tmp_path, center, wall=lambda: later(late)) as made:
        yield made


def kept(unit: AUnit) -> bytes:
    file = (unit.config.secrets_dir / enrolment.CERT_NAME).read_bytes()
    assert enrolment.read(unit.config.secrets_dir).leaf_cert.encode() == file
    return file


def renewed(center: Center, number: int) -> bytes:
    return current_leaf(center, number, now=int(later(LEAF_DAYS - RENEW_DAYS + 5)))


def looked(renewal: Renewal) -> None:
    renewal.look()
    heard(renewal)


def heard(renewal: Renewal) -> None:
    until = time.monotonic() + 30
    while renewal.waits and time.monotonic() < until:
        renewal.hear()
        threading.Event().wait(0.002)
    assert not renewal.waits


def test_a_certificate_that_ends_soon_is_fetched_once_a_day(center: Center, unit: AUnit) -> None:
    asked: list[int] = []

    def fetch(number: int) -> bytes:
        asked.append(number)
        return renewed(center, number)

    renewal = Renewal(unit.end, fetch)
    looked(renewal)
    looked(renewal)
    assert asked == [unit.end.enrolled.keys.unit]
    assert days_left(kept(unit), unit.end.now()) > LEAF_DAYS - 3
    unit.end.ledger.put({"leaf_asked_at": unit.end.now() - DAY_S - 1})
    looked(renewal)
    assert len(asked) == 1


def test_an_ordinary_exchange_renews_it(center: Center, unit: AUnit) -> None:
    certificate = renewed(center, 1)
    with served(center) as url:
        link = unit.internet(url)
        renewal = Renewal(unit.end, link.leaf)
        unit.uplink(link, after_contact=renewal.look).step()
        heard(renewal)
        link.close()
    assert kept(unit) == certificate
    modes = {path.stat().st_mode & 0o777 for path in unit.config.secrets_dir.iterdir()}
    assert modes == {0o600}


def test_a_certificate_with_days_left_is_not_asked_for(tmp_path: Path, center: Center) -> None:
    with a_unit(tmp_path, center) as unit:
        renewal = Renewal(unit.end, lambda _number: b"")
        renewal.look()
        assert not renewal.waits


def test_without_an_answer_the_old_one_stays(unit: AUnit) -> None:
    before = kept(unit)

    def fetch(_number: int) -> bytes:
        raise LinkTrouble("cut")

    looked(Renewal(unit.end, fetch))
    assert kept(unit) == before


@pytest.mark.parametrize("wrong", ["nothing", "stranger", "key", "name", "old"])
def test_only_our_centers_word_for_this_key_and_name_replaces_it(
    center: Center, unit: AUnit, wrong: str
) -> None:
    now, own = unit.end.now(), load_authority(center)
    with center.reader.connect() as conn:
        public = bytes(conn.execute(UNIT.select()).one().leaf_key)
    stranger = make_authority("Lain", "localhost", now)
    offered = {
        "nothing": b"",
        "stranger": renew_leaf(stranger, public, host_of(1), now),
        "key": make_leaf(own, host_of(1), (), now).certificate,
        "name": renew_leaf(own, public, host_of(2), now),
        "old": unit.end.enrolled.leaf_cert.encode(),
    }[wrong]
    mine = unit.end.enrolled
    with pytest.raises(BadLeaf):
        demand_better(
            offered, mine.leaf_cert.encode(), key=mine.leaf_key.encode(), ca=mine.ca.encode(), now=now
        )
    before = kept(unit)
    looked(Renewal(unit.end, lambda _number: offered))
    assert kept(unit) == before


def test_the_same_file_again_does_not_bring_the_old_certificate_back(center: Center, tmp_path: Path) -> None:
    late = LEAF_DAYS - RENEW_DAYS + 5
    with a_unit(tmp_path, center, wall=lambda: later(late)) as unit:
        first = (unit.config.secrets_dir / "enrolment.json").read_bytes()
        looked(Renewal(unit.end, lambda number: renewed(center, number)))
        certificate = kept(unit)
    enrolment.enroll(unit.config, first, replace_other=False)
    assert kept(unit) == certificate


def test_a_renewed_certificate_keeps_the_name_that_the_first_was_made_for(
    center: Center, unit: AUnit
) -> None:
    now, own = int(time.time()), load_authority(center)
    with writing(center.writer) as conn:
        public = bytes(conn.execute(UNIT.select()).one().leaf_key)
        early = renew_leaf(own, public, "unit-1.tagana.internal", now)
        conn.execute(UNIT.update().values(leaf=early))
    assert host_in(renewed(center, 1)) == "unit-1.tagana.internal"


def test_a_revoked_unit_gets_no_certificate(center: Center, unit: AUnit) -> None:
    from sync.center.enrolment import revoke

    revoke(center, 1, now=int(time.time()))
    with served(center) as url:
        link = unit.internet(url)
        with pytest.raises(LinkDown):
            link.leaf(1)
        link.close()
