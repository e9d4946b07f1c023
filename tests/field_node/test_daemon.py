"""The loop of the background processes: progress, errors, stopping."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from field_node import daemon


class LinkAway(Exception):
    permanent = False


class DiskBroken(Exception):
    permanent = True


def steps(stop: Event, *outcomes: float | Exception) -> Callable[[], float]:
    """A step with these outcomes one after the other; the last one sets `stop`."""
    waiting = list(outcomes)

    def step() -> float:
        outcome = waiting.pop(0)
        if not waiting:
            stop.set()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return step


def test_each_finished_step_feeds_the_watchdog_between_ready_and_stopping() -> None:
    stop, told = Event(), list[str]()
    daemon.run(steps(stop, 0, 0, 0), stop=stop, notify=told.append)
    assert told == ["READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1", "STOPPING=1"]


def test_a_step_that_hangs_feeds_nothing() -> None:
    stop, told = Event(), list[str]()

    def step() -> float:
        assert told == ["READY=1"]
        stop.set()
        return 0

    daemon.run(step, stop=stop, notify=told.append)


def test_a_passing_error_is_logged_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    stop, told = Event(), list[str]()
    daemon.run(
        steps(stop, LinkAway("no answer"), LinkAway("no answer"), 0),
        stop=stop,
        notify=told.append,
        first_pause_s=0.001,
    )
    assert told.count("WATCHDOG=1") == 3
    assert "failed 2 times in a row" in caplog.text


@pytest.mark.parametrize("error", [DiskBroken("fsync"), ValueError("a fault in the program")])
def test_any_other_error_ends_the_process(error: Exception) -> None:
    stop = Event()
    with pytest.raises(type(error)):
        daemon.run(steps(stop, error, 0), stop=stop, notify=lambda _message: None)


def test_pauses_double_up_to_a_minute() -> None:
    assert [daemon.pause_s(failures) for failures in (1, 2, 3, 7, 10_000)] == [1, 2, 4, 60, 60]


def test_a_long_rest_goes_on_feeding_and_ends_at_once_when_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon, "FEED_S", 0.01)
    stop, told = Event(), list[str]()

    def notify(message: str) -> None:
        told.append(message)
        if told.count("WATCHDOG=1") == 5:
            stop.set()

    began = time.monotonic()
    daemon.run(lambda: 3600, stop=stop, notify=notify)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("abstract", [False, True], ids=["a path", "an abstract name"])
def test_systemd_hears_the_messages(tmp_path: Path, abstract: bool) -> None:
    address = f"@tagana-test-{tmp_path.name}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind("\0" + address[1:] if abstract else address)
        systemd.settimeout(5)
        daemon.notifier(address)("READY=1")
        assert systemd.recv(100) == b"READY=1"


def test_nothing_is_told_when_nobody_listens() -> None:
    daemon.notifier("")("READY=1")


PROCESS = """
from field_node import daemon, logs
logs.start("info")
daemon.run(lambda: 3600, stop=daemon.stop_on_signals(), notify=lambda message: print(message, flush=True))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_resting_process_cleanly(number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", PROCESS], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "READY=1\n"
        process.send_signal(number)
        rest = process.communicate(timeout=10)[0]
    assert (process.returncode, rest.split()[-1]) == (0, "STOPPING=1")
