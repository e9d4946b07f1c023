"""What the pages hear of the link."""

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import get_args

from field_node.records.message import Message
from field_node.store import journal, status
from sync.errors import SendReason
from sync.links import PROBLEMS, Link
from sync.links.errand import Lane
from sync.standing import SENTENCES, Standing, Teller, remembered
from sync.unit_end import COPY, REVOKED
from sync.uplink import PATIENCE_S, Uplink, World
from sync.wishes import Wishes
from tests.sync.moody_server import Asked, serving, well
from tests.sync.parts import AUnit, a_center, a_unit
from tests.sync.patient import Patient


def test_everything_that_can_be_wrong_has_its_sentence() -> None:
    codes = {
        *PROBLEMS,
        *get_args(SendReason),
        COPY,
        REVOKED,
        "belum_terdaftar",
        "insecure",
        "pendaftaran_rusak",
        "nothing_taken",
        "waiting",
    }
    assert codes - {"restored_copy"} <= set(SENTENCES)
    assert all(sentence.endswith(".") or "tagana enroll" in sentence for sentence in SENTENCES.values())


def test_a_contact_and_a_failure_move_their_own_times() -> None:
    heard = Standing().after_contact(100, receipt=True)
    assert (heard.connected, heard.contact_at, heard.attempt_at, heard.receipt_at) == (True, 100, 100, 100)
    lost = heard.after_failure(200, "cut")
    assert (lost.connected, lost.contact_at, lost.attempt_at, lost.receipt_at) == (False, 100, 200, 100)
    assert lost.body()["problem"] == SENTENCES["cut"]


def test_a_process_that_starts_anew_still_knows_when_the_center_was_heard() -> None:
    before = replace(
        Standing(center="https://pusat"), connected=True, contact_at=100, receipt_at=90, attempt_at=110
    )
    after = remembered(before.body() | {"receipt_at": "old"})
    assert after == Standing(center="https://pusat", contact_at=100, attempt_at=110)
    assert remembered({}) == Standing()


def test_only_changes_and_every_fifteen_seconds_are_written() -> None:
    said: list[object] = []
    now = [0.0]
    teller = Teller(said.append, lambda: now[0])
    teller.tell(Standing().after_contact(1, receipt=False))
    teller.tell(Standing().after_contact(2, receipt=False))
    assert len(said) == 1
    teller.tell(Standing().after_failure(3, "cut"))
    assert len(said) == 2
    now[0] = 16.0
    teller.tell(Standing().after_failure(9, "cut"))
    assert len(said) == 3


def link_row(unit: AUnit) -> Mapping[str, object]:
    said = status.read(unit.store, "link")
    assert said is not None
    return said.body


def test_a_center_that_hangs_is_not_told_as_connected(tmp_path: Path) -> None:
    """While the answer is waited for the row says so, and when the last one came."""
    gate = threading.Event()

    def holds(asked: Asked) -> None:
        gate.wait(20)
        well(asked)

    with a_center(tmp_path / "pusat") as center, a_unit(tmp_path, center) as unit, serving(well) as server:
        uplink = an_uplink(unit, unit.internet(server.url), unit.steps.world())
        Patient(uplink).step()
        first = link_row(unit)
        server.mood = holds
        journal.append(unit.store, Message(isi="Halo"), stamp=unit.clock.stamp())
        unit.steps.now += 100
        uplink.step()
        assert uplink.waits
        assert link_row(unit)["connected"]
        unit.steps.now += PATIENCE_S + 1
        uplink.step()
        held = link_row(unit)
        gate.set()
        Patient(uplink).step()
        assert (first["connected"], first["code"]) == (True, "")
        assert (held["connected"], held["code"], held["problem"]) == (False, "waiting", SENTENCES["waiting"])
        assert held["contact_at"] == first["contact_at"]
        assert link_row(unit)["waiting_since"] is None
        assert link_row(unit)["connected"]


def an_uplink(unit: AUnit, link: Link, world: World, parked: Lane | None = None) -> Uplink:
    wishes = Wishes(unit.config.data_dir / "ekspor")
    return Uplink(unit.end, [Lane(link)], parked=parked, every_s=0.05, world=world, wishes=wishes)


def test_a_restart_without_a_network_does_not_say_never(tmp_path: Path) -> None:
    with a_center(tmp_path / "pusat") as center, a_unit(tmp_path, center) as unit:
        with serving(well) as server:
            Patient(an_uplink(unit, unit.internet(server.url), unit.steps.world())).step()
        heard = link_row(unit)
        Patient(an_uplink(unit, unit.internet("http://127.0.0.1:9"), unit.steps.world())).step()
        now = link_row(unit)
        assert (now["connected"], now["contact_at"]) == (False, heard["contact_at"])
        assert now["contact_at"] is not None


def test_a_question_that_is_held_too_long_is_told(tmp_path: Path) -> None:
    gate = threading.Event()

    def holds(asked: Asked) -> None:
        if "Prefer" in asked.headers:
            gate.wait(20)
        well(asked)

    with a_center(tmp_path / "pusat") as center, a_unit(tmp_path, center) as unit, serving(holds) as server:
        parked = Lane(unit.internet(server.url))
        uplink = an_uplink(unit, unit.internet(server.url), unit.steps.world(), parked)
        Patient(uplink).step()
        unit.steps.now += 1
        uplink.step()
        assert parked.waits
        unit.steps.now += 34
        uplink.step()
        assert link_row(unit)["code"] == ""
        unit.steps.now += 2
        uplink.step()
        assert (link_row(unit)["code"], link_row(unit)["connected"]) == ("waiting", False)
        gate.set()
        until = time.monotonic() + 10
        while link_row(unit)["code"] and time.monotonic() < until:
            unit.steps.now += 0.25
            uplink.step()
        assert link_row(unit)["connected"] is True
