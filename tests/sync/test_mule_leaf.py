"""A unit without internet gets its next certificate by a tablet: the door for frames gives it along, the unit examines it."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from field_node.store import mule
from sync import enrolment
from sync.bundle import write_bundle
from sync.center.app import create_app
from sync.center.authority import LEAF_DAYS, host_of, make_authority, renew_leaf
from sync.center.enrolment import revoke
from sync.center.schema import UNIT
from sync.center.store import Center
from sync.leaf import RENEW_DAYS, days_left
from sync.mule import Mule
from tests.sync.parts import AUnit, a_unit

LATE = time.time() + (LEAF_DAYS - RENEW_DAYS + 5) * 86_400


@pytest.fixture
def unit(tmp_path: Path, center: Center) -> Iterator[AUnit]:
    """Its clock shows the days in which its certificate is about to end."""
    with a_unit(tmp_path, center, wall=lambda: LATE) as made:
        yield made


def told(center: Center, number: int) -> str:
    """What the door gives along with its answer."""
    client = create_app(center, clock=lambda: LATE, timer=time.monotonic).test_client()
    answer = client.post(f"/v1/frames?leaf={number}", data=write_bundle([]))
    assert answer.status_code == 200
    return answer.headers.get("Tagana-Leaf", "")


def brought(unit: AUnit, leaf: str) -> bytes:
    """The unit's certificate after a tablet came with that one."""
    number = mule.bring_home(unit.store, unit.store, write_bundle([]), at=unit.end.now(), leaf=leaf)
    Mule().grant(unit.end)
    assert number and mule.found(unit.store, mule.HOME, number)
    return (unit.config.secrets_dir / enrolment.CERT_NAME).read_bytes()


def test_a_tablet_brings_the_next_certificate(center: Center, unit: AUnit) -> None:
    before = unit.end.enrolled.leaf_cert.encode()
    after = brought(unit, told(center, 1))
    assert after != before
    assert days_left(after, unit.end.now()) > LEAF_DAYS - 3


def test_what_is_not_our_centers_is_left(center: Center, unit: AUnit) -> None:
    before = unit.end.enrolled.leaf_cert.encode()
    with center.reader.connect() as conn:
        public = bytes(conn.execute(UNIT.select()).one().leaf_key)
    stranger = renew_leaf(
        make_authority("Lain", "localhost", int(LATE)), public, host_of(1), int(LATE)
    ).decode()
    for leaf in ("x", "AAAA", "".join(stranger.split("\n")[1:-2])):
        assert brought(unit, leaf) == before


def test_a_unit_that_is_unknown_or_revoked_gets_none(center: Center, unit: AUnit) -> None:
    assert told(center, 1)
    assert told(center, 77) == ""
    revoke(center, 1, now=int(time.time()))
    assert told(center, 1) == ""
