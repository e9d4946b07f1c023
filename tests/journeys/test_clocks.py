"""Real processes of a unit whose machine believes that it is 2019 or 2040."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from field_node.config import Config
from field_node.doctor import examine_file
from field_node.opened import DATABASE, KEY
from field_node.records.kinds import Ref
from field_node.records.record import TimeQuality
from field_node.store import journal, views
from field_node.store.connection import open_reader
from field_node.store.locker import load_locker
from tests.faults.rig import free_port, until
from tests.journeys.fleet import enrolled
from tests.journeys.pusat import Pusat

ROOT = Path(__file__).parents[2]
NEAR_S = 150
"""Grid of a note's time, and the time that a slow machine takes."""
AFTER_A_PAUSE_S = 150.0
"""A first try that fails is followed by a pause."""


class Machine:
    """The unit's own processes on a machine whose clock says another year."""

    def __init__(self, config: Config, when: str) -> None:
        self.config, self._when = config, when
        self.port = free_port()
        self._running: list[subprocess.Popen[bytes]] = []
        self._settings = config.data_dir / "node.toml"
        folders = {name: str(getattr(config, name)) for name in ("data_dir", "runtime_dir", "secrets_dir")}
        lines = [f"{name} = {json.dumps(folder)}" for name, folder in folders.items()]
        lines += ["[web]", f"port = {self.port}", "[sync]", "every_s = 0.1", "[clock]", 'trust = "none"']
        self._settings.write_text("\n".join(lines))

    def start(self, word: str) -> None:
        words = [sys.executable, "-m", "field_node.cli", "--config", str(self._settings), word]
        said = (self.config.data_dir / f"{word}.log").open("wb")
        environment = os.environ | {"DONT_FAKE_MONOTONIC": "1"}
        with said:
            self._running.append(
                subprocess.Popen(
                    ["faketime", self._when, *words],
                    cwd=ROOT,
                    stdout=said,
                    stderr=said,
                    env=environment,
                )
            )

    def end(self) -> None:
        """Only what faketime started is told: faketime itself then ends in order, and leaves no shared memory behind."""
        for process in self._running:
            for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
                os.kill(int(child), signal.SIGTERM)
        for process in self._running:
            process.wait(30)

    def asked(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        """Status, Location and text; status 0 when nobody answers."""
        headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            try:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                return answer.status, answer.headers.get("Location", ""), answer.read().decode()
            except OSError:
                return 0, "", ""

    def save(self, text: str) -> Ref:
        status, location, page = self.asked("POST", "/catat/catatan", urlencode({"isi": text, "kunci": text}))
        assert status == 303, page
        return Ref.parse(urlsplit(location).path.rsplit("/", 1)[1])

    def is_received(self, ref: Ref) -> bool:
        return "Diterima pusat" in self.asked("GET", f"/entri/{ref}")[2]


@contextmanager
def machine(config: Config, when: str) -> Iterator[Machine]:
    made = Machine(config, when)
    try:
        yield made
    finally:
        made.end()


@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")
@pytest.mark.parametrize("when", ["2019-01-02 00:00:00", "2040-03-04 00:00:00"])
def test_a_unit_in_another_year_syncs_orders_marks_and_corrects(
    pusat: Pusat, blank: Path, tmp_path: Path, when: str
) -> None:
    config = enrolled(pusat, blank, tmp_path / "unit")
    with machine(config, when) as unit:
        unit.start("web")
        until(lambda: unit.asked("GET", "/health")[0] == 200, "the pages answer")
        early = [unit.save("pertama"), unit.save("kedua")]
        assert "jam belum tepat" in unit.asked("GET", "/")[2]
        unit.start("sync")
        until(
            lambda: all(unit.is_received(ref) for ref in early),
            "the notes are received",
            within_s=AFTER_A_PAUSE_S,
        )
        late = unit.save("sesudah")
        until(lambda: unit.is_received(late), "the later note is received")
    demand_order_and_marks(config, [*early, late], when)
    demand_the_same_at_the_center(pusat, [*early, late])


def demand_order_and_marks(config: Config, refs: list[Ref], when: str) -> None:
    key = config.secrets_dir / KEY
    store = open_reader(config.data_dir / DATABASE, locker=load_locker(key))
    try:
        entries = [entry for ref in refs if (entry := journal.entry(store, ref))]
        corrected = views.corrected(store, entries)
    finally:
        store.close()
    assert [entry.seq for entry in entries] == sorted(entry.seq for entry in entries)
    qualities = [entry.quality for entry in entries]
    assert max(qualities[:2]) <= TimeQuality.RTC and qualities[2] is TimeQuality.CENTER
    wrong = datetime.fromisoformat(when).replace(tzinfo=UTC).timestamp()
    raw = [entry.made_at for entry in entries[:2]]
    assert all(abs(made_at - time.time()) > 86_400 for made_at in raw), "the raw time stays as it was"
    assert wrong < time.time() or all(abs(made_at - wrong) < NEAR_S for made_at in raw)
    assert all(abs(made_at - time.time()) < NEAR_S for made_at in corrected), (corrected, time.time())
    assert not [finding for finding in examine_file(config.data_dir / DATABASE, key) if finding.bad]


def demand_the_same_at_the_center(pusat: Pusat, refs: list[Ref]) -> None:
    lines: list[dict[str, Any]] = pusat.feed(unit=refs[0].unit)
    notes = [line for line in lines if line["type"] == "catatan"]
    assert [(line["unit"], line["seq"]) for line in notes] == [tuple(ref) for ref in refs]
    assert [line["fields"]["isi"] for line in notes] == ["pertama", "kedua", "sesudah"]
    assert {line["time_quality"] for line in notes[:2]} <= {"none", "rtc"}
    assert notes[2]["time_quality"] == "center"
    shifts = [line["fields"] for line in lines if line["type"] == "koreksi_waktu"]
    assert [(one["dari_seq"], one["sampai_seq"]) for one in shifts] == [(refs[0].seq, refs[1].seq)]
