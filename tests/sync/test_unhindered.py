"""A step waits for nobody: what hangs on one lane holds up neither the loop nor an SOS."""

import threading
import time
from collections.abc import Callable, Sequence

from field_node import daemon
from field_node.records.message import Message
from field_node.records.sos import Sos
from field_node.store import outbox
from sync.center.store import Center
from sync.frames import Kind
from sync.links import Heard, LinkTrouble
from sync.links.errand import Lane
from sync.uplink import HANGS_S, TICK_S, Uplink
from sync.wishes import Wishes
from tests.sync.parts import AUnit, served
from tests.sync.walking import at_center, fix, save

AT_ONCE_S = 0.15
"""Far below any answer that hangs, far above a step on a busy machine."""


class Gated:
    """A real link whose bundles wait for `gate`; the test sees what was asked."""

    mtu, full = 1041, True

    def __init__(self, link: object, *, is_open: bool = False) -> None:
        self.link, self.gate = link, threading.Event()
        self.asked: list[tuple[bytes, ...]] = []
        self.lost = False
        if is_open:
            self.gate.set()

    def exchange(self, frames: Sequence[bytes], wait_s: float) -> Heard:
        self.asked.append(tuple(frames))
        self.gate.wait(30)
        if self.lost:
            raise LinkTrouble("cut")
        heard: Heard = self.link.exchange(frames, wait_s)  # type: ignore[attr-defined]
        return heard

    def close(self) -> None:
        self.gate.set()
        self.link.close()  # type: ignore[attr-defined]


def over(unit: AUnit, *links: Gated, bell: threading.Event | None = None) -> Uplink:
    lanes = [Lane(link, bell.set if bell else lambda: None) for link in links]
    wishes = Wishes(unit.config.data_dir / "ekspor")
    return Uplink(unit.end, lanes, parked=None, every_s=0.05, world=unit.steps.world(), wishes=wishes)


def awaited(question: Callable[[], bool], uplink: Uplink, unit: AUnit) -> None:
    """Steps until it is so; the clock of the unit hardly moves."""
    until = time.monotonic() + 20
    while not question():
        assert time.monotonic() < until, (
            outbox.pending(unit.store),
            uplink._traffic.state,
            uplink._traffic.out,
        )
        uplink.step()
        unit.steps.now += 0.001
        threading.Event().wait(0.005)


def kinds(frames: Sequence[bytes]) -> list[int]:
    return [frame[0] & 15 for frame in frames]


def test_a_step_returns_at_once_while_the_line_hangs(center: Center, unit: AUnit) -> None:
    with served(center) as url:
        link = Gated(unit.internet(url))
        uplink = over(unit, link)
        save(unit, Message(isi="Tim siap"))
        for _ in range(5):
            began = time.monotonic()
            rest_s = uplink.step()
            assert time.monotonic() - began < AT_ONCE_S
        assert rest_s == TICK_S
        assert uplink.waits and len(link.asked) == 1
        link.gate.set()
        awaited(lambda: not outbox.pending(unit.store), uplink, unit)
        uplink.close()
    assert at_center(center) == [1]


def test_an_sos_goes_beside_a_bundle_that_hangs_alone_and_at_once(center: Center, unit: AUnit) -> None:
    with served(center) as url:
        stuck, free = Gated(unit.internet(url)), Gated(unit.internet(url), is_open=True)
        uplink = over(unit, stuck, free)
        save(unit, Message(isi="Tim siap"))
        uplink.step()
        save(unit, Message(isi="Tiba"))
        uplink.step()
        assert len(stuck.asked) == 1 and not free.asked, "a center that never answered gets one bundle"
        save(unit, Sos(lat=-6.3, lon=108.3))
        uplink.step()
        assert kinds(free.asked[0]) == [Kind.SOS, Kind.DIGEST]
        awaited(lambda: at_center(center) == [3], uplink, unit)
        stuck.gate.set()
        awaited(lambda: not outbox.pending(unit.store), uplink, unit)
        uplink.close()
    assert at_center(center) == [1, 2, 3]


def test_an_sos_wakes_the_loop_while_an_exchange_hangs(center: Center, unit: AUnit) -> None:
    """The daemon's own loop: who records the SOS is another process, so the loop must look by itself."""
    bell, stop = threading.Event(), threading.Event()
    with served(center) as url:
        stuck, free = Gated(unit.internet(url)), Gated(unit.internet(url), is_open=True)
        uplink = over(unit, stuck, free, bell=bell)
        save(unit, Message(isi="Tim siap"))
        saved_at = list[float]()

        def step() -> float:
            if stuck.asked and not saved_at:
                save(unit, Sos(lat=-6.3, lon=108.3))
                saved_at.append(time.monotonic())
            if free.asked or (saved_at and time.monotonic() - saved_at[0] > 10):
                stop.set()
            return uplink.step()

        daemon.run(step, stop=stop, notify=lambda _said: None, bell=bell)
        assert free.asked and kinds(free.asked[0])[0] == Kind.SOS
        assert time.monotonic() - saved_at[0] < 4 * TICK_S
        uplink.close()


def test_an_answer_ends_the_rest_of_the_loop(center: Center, unit: AUnit) -> None:
    bell, stop, rests = threading.Event(), threading.Event(), list[float]()
    with served(center) as url:
        link = Gated(unit.internet(url))
        uplink = over(unit, link, bell=bell)
        save(unit, Message(isi="Tim siap"))
        opened = threading.Timer(0.3, link.gate.set)
        opened.start()

        def step() -> float:
            uplink.step()
            if not uplink.waits and link.gate.is_set():
                stop.set()
            rests.append(time.monotonic())
            return 20.0

        began = time.monotonic()
        daemon.run(step, stop=stop, notify=lambda _said: None, bell=bell)
        assert time.monotonic() - began < 5
        assert len(rests) < 10, "no busy polling"
        uplink.close()
    assert at_center(center) == [1]


def test_the_next_bundle_is_on_its_way_before_the_answer_to_the_one_before(
    center: Center, unit: AUnit
) -> None:
    save(unit, *(fix(number) for number in range(6_000)))
    with served(center) as url:
        links = [Gated(unit.internet(url), is_open=True), Gated(unit.internet(url))]
        uplink = over(unit, *links)
        awaited(lambda: bool(links[1].asked), uplink, unit)
        links[0].gate.clear()
        awaited(lambda: len(uplink._traffic.out) == 2, uplink, unit)
        for link in links:
            link.gate.set()
        awaited(lambda: not outbox.pending(unit.store), uplink, unit)
        uplink.close()
    sent = [frame for link in links for frames in link.asked for frame in frames if kinds([frame]) == [1]]
    assert len(sent) == len(set(sent)), "no frame went twice"
    assert len(at_center(center)) == 6_000


def test_when_both_lanes_are_cut_the_same_frames_go_again(center: Center, unit: AUnit) -> None:
    save(unit, *(fix(number) for number in range(6_000)))
    with served(center) as url:
        links = [Gated(unit.internet(url), is_open=True), Gated(unit.internet(url))]
        uplink = over(unit, *links)
        awaited(lambda: bool(links[1].asked), uplink, unit)
        links[0].gate.clear()
        awaited(lambda: len(uplink._traffic.out) == 2, uplink, unit)
        for link in links:
            link.lost = True
            link.gate.set()
        awaited(lambda: not uplink.waits, uplink, unit)
        for link in links:
            link.lost = False
        unit.steps.now += 60
        awaited(lambda: not outbox.pending(unit.store), uplink, unit)
        uplink.close()
    held = [frame for link in links for frames in link.asked for frame in frames if kinds([frame]) == [1]]
    assert len(set(held)) < len(held), "what was cut went again"
    assert len(at_center(center)) == 6_000


def test_after_a_failure_a_second_question_goes_beside_one_that_hangs(center: Center, unit: AUnit) -> None:
    """The line may be back long before TCP tries again to connect."""
    save(unit, Message(isi="Tim siap"))
    with served(center) as url:
        links = [Gated(unit.internet(url), is_open=True), Gated(unit.internet(url), is_open=True)]
        uplink = over(unit, *links)
        links[0].lost = True
        awaited(lambda: uplink._traffic.state.failing_since is not None, uplink, unit)
        links[0].gate.clear()
        unit.steps.now += 30
        uplink.step()
        uplink.step()
        assert [len(link.asked) for link in links] == [2, 0]
        unit.steps.now += HANGS_S
        uplink.step()
        assert kinds(links[1].asked[0]) == [Kind.DIGEST]
        awaited(lambda: uplink._traffic.state.failing_since is None, uplink, unit)
        links[0].gate.set()
        awaited(lambda: not uplink.waits, uplink, unit)
        assert uplink._traffic.state.failing_since is None, "the line is there: what hung before says nothing"
        links[0].lost = False
        awaited(lambda: not outbox.pending(unit.store), uplink, unit)
        uplink.close()
    assert at_center(center) == [1]


def test_a_link_that_comes_up_is_tried_beside_what_hangs_on_the_one_before(
    center: Center, unit: AUnit
) -> None:
    save(unit, Message(isi="Tim siap"))
    with served(center) as url:
        stuck, free = Gated(unit.internet(url)), Gated(unit.internet(url), is_open=True)
        uplink = over(unit, stuck, free)
        uplink.step()
        unit.steps.now += 1
        uplink.step()
        assert not free.asked
        unit.steps.changed = True
        uplink.step()
        assert kinds(free.asked[0]) == [Kind.DIGEST]
        awaited(lambda: len(uplink._traffic.out) == 1, uplink, unit)
        stuck.gate.set()
        awaited(lambda: not outbox.pending(unit.store), uplink, unit)
        uplink.close()
    assert at_center(center) == [1]
