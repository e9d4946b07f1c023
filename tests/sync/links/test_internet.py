"""The internet link against a real server in its bad moods."""

import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from sync.bundle import MAGIC, MEDIA_TYPE, write_bundle
from sync.links import Heard, InsecureAddress, LinkTrouble
from sync.links.internet import PROMPT_S, SOCKET_OPTIONS, Internet
from tests.sync.moody_server import FRAME, Asked, Mood, serving, well


def talk(mood: Mood, *, frames: tuple[bytes, ...] = (FRAME,), answer_s: float = 5.0) -> Heard:
    with serving(mood) as server:
        link = Internet(server.url, None, clock_trusted=lambda: True, answer_s=answer_s, connect_s=5.0)
        try:
            return link.exchange(frames, 0)
        finally:
            link.close()


def problem(mood: Mood, **options: float) -> LinkTrouble:
    with pytest.raises(LinkTrouble) as caught:
        talk(mood, **options)  # type: ignore[arg-type]
    return caught.value


def answers(status: int, **headers: str) -> Mood:
    return lambda asked: asked.says(status, b"", **headers)


def test_a_bundle_goes_out_and_the_answer_comes_back() -> None:
    with serving(well) as server:
        link = Internet(server.url, None, clock_trusted=lambda: True)
        heard = link.exchange([FRAME, FRAME], 25)
        link.close()
        asked = server.asked[0]
    assert heard.frames == (FRAME,)
    assert heard.counts == {"new": 1, "known": 0, "left": 0}
    assert heard.more
    assert heard.time is not None
    assert abs(heard.time - time.time()) < 5
    assert asked.path == "/v1/frames?mtu=1041"
    assert asked.body == write_bundle([FRAME, FRAME])
    assert asked.headers["Prefer"] == "wait=25"
    assert asked.headers["Accept-Encoding"] == "identity"
    assert asked.headers["Content-Type"] == MEDIA_TYPE
    assert "Transfer-Encoding" not in asked.headers


def test_the_connection_is_kept_between_rounds() -> None:
    with serving(well) as server:
        link = Internet(server.url, None, clock_trusted=lambda: True)
        link.exchange([FRAME], 0)
        link.exchange([FRAME], 0)
        link.close()
        ports = {asked.client_address[1] for asked in server.asked}
    assert len(server.asked) == 2
    assert len(ports) == 1


def test_proxies_and_cas_of_the_environment_have_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere")
    assert talk(well).frames == (FRAME,)


def test_a_full_center_is_obeyed() -> None:
    for status in (429, 503):
        trouble = problem(answers(status, Retry_After="17"))
        assert (trouble.problem, trouble.retry_after_s) == ("busy", 17.0)
        assert not trouble.permanent


def test_retry_after_may_be_a_date() -> None:
    def later(asked: Asked) -> None:
        asked.says(503, Retry_After=asked.date_time_string(time.time() + 90))

    waited = problem(later).retry_after_s
    assert waited is not None
    assert 85 <= waited <= 95


def test_a_redirect_is_a_portal_and_is_not_followed() -> None:
    assert problem(lambda asked: asked.says(302, Location="http://127.0.0.1:9/masuk")).problem == "portal"


def test_a_login_page_is_a_portal() -> None:
    def page(asked: Asked) -> None:
        asked.says(200, b"<html>Silakan masuk</html>", Content_Type="text/html; charset=utf-8")

    assert problem(page).problem == "portal"


def test_an_empty_200_is_no_answer_of_the_center() -> None:
    assert problem(lambda asked: asked.says(200)).problem == "not_center"


def test_another_media_type_is_no_answer_of_the_center() -> None:
    assert (
        problem(lambda asked: asked.says(200, b"{}", Content_Type="application/json")).problem == "not_center"
    )


def test_errors_of_the_client_are_tried_again_too() -> None:
    for status in (400, 401, 404, 413, 500):
        trouble = problem(answers(status))
        assert trouble.problem == "status"
        assert not trouble.permanent


def test_whole_frames_of_a_torn_answer_are_used() -> None:
    whole = write_bundle([FRAME, FRAME])

    def tears(asked: Asked) -> None:
        asked.send_response(200)
        asked.send_header("Content-Type", MEDIA_TYPE)
        asked.send_header("Content-Length", str(len(whole)))
        asked.end_headers()
        asked.wfile.write(whole[:-5])
        asked.close_connection = True

    heard = talk(tears)
    assert heard.frames == (FRAME,)
    assert heard.more


def test_an_answer_cut_before_its_first_frame_is_a_cut() -> None:
    def tears(asked: Asked) -> None:
        asked.send_response(200)
        asked.send_header("Content-Type", MEDIA_TYPE)
        asked.send_header("Content-Length", "4000")
        asked.end_headers()
        asked.wfile.write(MAGIC + b"\x00")
        asked.close_connection = True

    assert problem(tears).problem == "cut"


def test_a_huge_answer_is_given_up() -> None:
    def pours(asked: Asked) -> None:
        asked.send_response(200)
        asked.send_header("Content-Type", MEDIA_TYPE)
        asked.end_headers()
        asked.wfile.write(MAGIC)
        for _ in range(200):
            asked.wfile.write((1041).to_bytes(2, "big") + bytes(1041))
            asked.wfile.write(write_bundle([bytes(1041)] * 8)[8:])
        asked.close_connection = True

    assert problem(pours).problem == "too_big"


def test_an_answer_that_was_held_tells_no_time() -> None:
    def held(asked: Asked) -> None:
        time.sleep(PROMPT_S + 0.1)
        well(asked)

    assert talk(held).time is None


def test_an_answer_that_drips_is_given_up_in_time() -> None:
    def drips(asked: Asked) -> None:
        asked.send_response(200)
        asked.send_header("Content-Type", MEDIA_TYPE)
        asked.end_headers()
        for byte in MAGIC * 10:
            asked.wfile.write(bytes((byte,)))
            asked.wfile.flush()
            time.sleep(0.1)

    began = time.monotonic()
    assert problem(drips, answer_s=0.4).problem == "cut"
    assert time.monotonic() - began < 3


def test_a_silent_center_is_a_cut() -> None:
    assert problem(lambda asked: time.sleep(1.0), answer_s=0.3).problem == "cut"


def test_nobody_at_the_address_is_unreachable() -> None:
    with serving(well) as server:
        url = server.url
    link = Internet(url, None, clock_trusted=lambda: True)
    with pytest.raises(LinkTrouble) as caught:
        link.exchange([FRAME], 0)
    assert caught.value.problem == "unreachable"


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1",
        "http://pusat.example",
        "https://192.0.2.1",
        "ftp://127.0.0.1",
        "http://127.0.0.1.example",
    ],
)
def test_without_a_pinned_ca_only_this_machine_is_spoken_to(url: str) -> None:
    with pytest.raises(InsecureAddress):
        Internet(url, None, clock_trusted=lambda: True)


def test_an_outage_ends_by_the_user_timeout_of_tcp() -> None:
    assert (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 25_000) in SOCKET_OPTIONS
    with serving(well) as server:
        link = Internet(server.url, None, clock_trusted=lambda: True)
        link.exchange([FRAME], 0)
        adapter = link._connected().get_adapter(server.url)
        (pool,) = adapter.poolmanager.pools._container.values()  # type: ignore[attr-defined]
        connection = pool.pool.get_nowait()
        assert connection.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 25_000
        connection.close()
        link.close()


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def tls_url(authority: trustme.CA) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with serving(well, tls=context) as server:
        yield server.url


def test_our_ca_is_believed_and_its_date_is_a_time(tls_url: str, ca_file: Path) -> None:
    link = Internet(tls_url, ca_file, clock_trusted=lambda: True)
    heard = link.exchange([FRAME], 0)
    link.close()
    assert heard.frames == (FRAME,)
    assert heard.time is not None


@pytest.mark.parametrize("trusted", [True, False])
def test_another_ca_is_refused_whatever_the_clock_says(tls_url: str, tmp_path: Path, trusted: bool) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    link = Internet(tls_url, other, clock_trusted=lambda: trusted)
    with pytest.raises(LinkTrouble) as caught:
        link.exchange([FRAME], 0)
    link.close()
    assert caught.value.problem == "certificate"


def test_an_expired_certificate_counts_only_while_the_clock_is_trusted(tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", not_after=datetime(2020, 1, 1, tzinfo=UTC)).configure_cert(context)
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    trusted = False
    with serving(well, tls=context) as server:
        link = Internet(server.url, ca_file, clock_trusted=lambda: trusted)
        assert link.exchange([FRAME], 0).frames == (FRAME,)
        trusted = True
        with pytest.raises(LinkTrouble) as caught:
            link.exchange([FRAME], 0)
        link.close()
    assert caught.value.problem == "expired"
