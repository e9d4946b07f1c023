"""The door for frames, over a real socket."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import requests

from sync.bundle import MEDIA_TYPE, write_bundle
from sync.center.issue import issue
from sync.center.limits import Limits, Rate
from sync.center.store import Center
from tests.factories import a_headcount, a_posko
from tests.sync.center.parts import NOW, SealingUnit, frames_of
from tests.sync.center.serving import post, served


@pytest.fixture
def address(center: Center) -> Iterator[str]:
    with served(center) as found:
        yield found


def test_frames_are_answered_with_a_slip_and_what_the_center_says(
    center: Center, unit: SealingUnit, address: str
) -> None:
    issue(center, a_posko(), now=NOW)
    answer = post(address, unit.frame(unit.entry(a_headcount())), unit.digest())
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    assert answer.headers["Tagana-Counts"] == "new=2, known=0, held=0, refused=0, left=0"
    frames = frames_of(answer.content)
    slip = unit.slip(frames)
    assert slip is not None and slip.upto == 2
    assert len(unit.broadcasts(frames)) == 2


def test_without_a_digest_nothing_is_sent_down(unit: SealingUnit, address: str) -> None:
    answer = post(address, unit.frame(unit.entry(a_headcount())))
    assert len(frames_of(answer.content)) == 1


def test_a_torn_tail_is_left_and_the_frames_before_it_are_taken(unit: SealingUnit, address: str) -> None:
    one, two = unit.frame(unit.entry(a_headcount())), unit.frame(unit.entry(a_headcount()))
    body = write_bundle([one, two])[:-5]
    answer = requests.post(f"{address}/v1/frames", data=body, timeout=10)
    assert answer.headers["Tagana-Counts"].startswith("new=1,")
    assert answer.headers["Tagana-Counts"].endswith(f"left={len(two) - 3}")


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"TGN", 400), (b"{}", 400), (b"TGNFRM1\n", 200), (b"TGNFRM1\n" + b"\xff" * 99, 200)],
)
def test_only_what_is_no_bundle_is_a_bad_request(address: str, body: bytes, status: int) -> None:
    answer = requests.post(f"{address}/v1/frames", data=body, timeout=10)
    assert answer.status_code == status
    if status == 400:
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_more_than_a_mebibyte_is_refused(address: str) -> None:
    answer = requests.post(f"{address}/v1/frames", data=b"TGNFRM1\n" + bytes(1 << 20), timeout=10)
    assert answer.status_code == 413


@pytest.mark.parametrize("mtu", ["199", "1042", "x", "-1", "99999999999999999999"])
def test_another_mtu_is_a_bad_request(address: str, mtu: str) -> None:
    answer = requests.post(f"{address}/v1/frames", params={"mtu": mtu}, data=b"TGNFRM1\n", timeout=10)
    assert answer.status_code == 400


def test_for_a_gateway_everything_fits_its_mtu(center: Center, unit: SealingUnit, address: str) -> None:
    for number in range(12):
        issue(center, a_posko(nama=f"Posko {number}"), now=NOW)
    answer = post(address, unit.digest(), mtu=200)
    frames = frames_of(answer.content)
    assert max(map(len, frames)) <= 200
    assert len(unit.broadcasts(frames)) == 13


def test_a_flood_from_one_address_is_told_when_to_come_again(center: Center) -> None:
    with served(center, Limits(requests=Rate(5, 0.1))) as address:
        answers = [post(address) for _ in range(8)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 3
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_junk_that_costs_a_search_is_rationed(center: Center, unit: SealingUnit) -> None:
    junk = [b"\x51" + unit.keys.unit.to_bytes(2, "big") + bytes([n, n]) + bytes(40) for n in range(60)]
    with served(center, Limits(junk=Rate(50, 0.1))) as address:
        first = post(address, *junk)
        second = post(address, *junk)
        assert (first.status_code, second.status_code) == (200, 200)
        statuses = {post(address, *junk).status_code for _ in range(60)}
    assert 429 in statuses


def test_a_unit_far_above_its_quota_waits(center: Center, unit: SealingUnit) -> None:
    other = SealingUnit.enrolled(center, "Lain")
    with served(center, Limits(frames=Rate(4, 0.1))) as address:
        frames = [unit.frame(unit.entry(a_headcount())) for _ in range(9)]
        assert post(address, *frames).status_code == 200
        assert post(address, *frames).status_code == 429
        assert post(address, other.frame(other.entry(a_headcount()))).status_code == 200


def test_a_unit_that_waits_hears_an_order_at_once(center: Center, unit: SealingUnit, address: str) -> None:
    found: list[tuple[float, int]] = []

    def wait() -> None:
        start = time.monotonic()
        answer = post(address, unit.digest(2), Prefer="wait=20")
        found.append((time.monotonic() - start, len(unit.broadcasts(frames_of(answer.content)))))

    thread = threading.Thread(target=wait)
    thread.start()
    deadline = time.monotonic() + 10
    while not center.news._waiters and time.monotonic() < deadline:  # type: ignore[attr-defined]
        time.sleep(0.01)
    issue(center, a_posko(), now=NOW)
    thread.join(20)
    assert found and found[0][1] >= 1
    assert found[0][0] < 10


def test_who_waits_is_answered_at_once_when_the_center_stops(center: Center, unit: SealingUnit) -> None:
    found: list[requests.Response] = []
    with served(center) as address:
        thread = threading.Thread(
            target=lambda: found.append(post(address, unit.digest(2), Prefer="wait=20"))
        )
        thread.start()
        deadline = time.monotonic() + 10
        while not center.news._waiters and time.monotonic() < deadline:  # type: ignore[attr-defined]
            time.sleep(0.01)
        stopped_at = time.monotonic()
    took_s = time.monotonic() - stopped_at
    thread.join(20)
    assert took_s < 2
    assert found[0].status_code == 200
    assert unit.slip(frames_of(found[0].content)) is not None


@pytest.mark.parametrize(("proxy", "limited"), [("", True), ("127.0.0.1", False), ("127.0.0.9", True)])
def test_a_proxy_tells_clients_apart_only_when_it_is_trusted(
    center: Center, proxy: str, limited: bool
) -> None:
    """Behind nginx every client comes from this machine: else one flood would stop all."""
    with served(center, Limits(requests=Rate(2, 0.1)), trusted_proxy=proxy) as address:
        statuses = [
            post(address, X_Forwarded_For=f"6.6.6.6, 10.0.0.{client}").status_code for client in range(5)
        ]
        again = [post(address, X_Forwarded_For="10.0.0.1").status_code for _ in range(3)]
    assert (429 in statuses) is limited
    assert again[-1] == 429


def test_waiting_ends_with_what_there_is(center: Center, unit: SealingUnit) -> None:
    with served(center, Limits(wait_s=0.2)) as address:
        answer = post(address, unit.digest(2), Prefer="wait=25")
    slip = unit.slip(frames_of(answer.content))
    assert slip is not None


def test_half_open_requests_do_not_stop_the_door(unit: SealingUnit, address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    stalled = [socket.create_connection((host, int(port))) for _ in range(120)]
    for one in stalled:
        one.sendall(b"POST /v1/frames HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nTGNFRM1\n")
    try:
        assert post(address, unit.frame(unit.entry(a_headcount()))).status_code == 200
    finally:
        for one in stalled:
            one.close()


def test_a_store_that_cannot_commit_answers_503(center: Center, unit: SealingUnit, address: str) -> None:
    frame = unit.frame(unit.entry(a_headcount()))
    with center.writer.connect() as conn:
        conn.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'disk'); END"
        )
        conn.commit()
    answer = post(address, frame)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    with center.writer.connect() as conn:
        conn.exec_driver_sql("DROP TRIGGER full")
        conn.commit()
    again = post(address, frame)
    assert again.headers["Tagana-Counts"].startswith("new=1")


def test_what_others_repeat_is_not_charged_to_the_unit(center: Center, unit: SealingUnit) -> None:
    """Anybody who heard one frame may send it a thousand times, or junk under the unit's number."""
    tight = Limits(frames=Rate(3, 0.001), idle=Rate(1_000, 100))
    first = unit.frame(unit.entry(a_headcount()))
    header = first[:3]
    with served(center, tight) as address:
        post(address, first)
        post(address, *[first] * 200, *[b"\x46" + header[1:] + bytes([n]) * 16 for n in range(1, 200)])
        answer = post(address, unit.frame(unit.entry(a_headcount())))
    assert (answer.status_code, answer.headers["Tagana-Counts"]) == (
        200,
        "new=1, known=0, held=0, refused=0, left=0",
    )


def test_a_carrier_that_only_repeats_is_told_to_wait(center: Center, unit: SealingUnit) -> None:
    frame = unit.frame(unit.entry(a_headcount()))
    with served(center, Limits(idle=Rate(100, 0.1))) as address:
        answers = [post(address, *[frame] * 150).status_code for _ in range(2)]
    assert answers == [200, 429]


def test_a_unit_pays_for_its_entries(center: Center, unit: SealingUnit) -> None:
    with served(center, Limits(entries=Rate(20, 0.1))) as address:
        first = post(address, unit.frame(*[unit.entry(a_headcount()) for _ in range(30)]))
        second = post(address, unit.frame(unit.entry(a_headcount())))
    assert (first.status_code, second.status_code) == (200, 429)


def test_a_large_bundle_of_one_unit_ends_where_its_share_ends(center: Center, unit: SealingUnit) -> None:
    frames = [unit.frame(*[unit.entry(a_headcount()) for _ in range(3)]) for _ in range(130)]
    with served(center, Limits(entries=Rate(60, 1))) as address:
        answer = post(address, *frames)
    assert answer.headers["Tagana-Counts"].startswith("new=64, known=0, held=0, refused=66")
