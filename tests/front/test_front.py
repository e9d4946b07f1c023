"""What nginx before the pages lets through, to whom, and what it keeps away; the real program with the real configuration."""

import re
import socket
from contextlib import ExitStack
from urllib.parse import urlencode

from tests.behind_nginx import Front, Places, examined, free_port, until, written

FIRST = {
    "tablet": "Tablet 1",
    "nama": "Ibu Koordinator",
    "peran": "koordinator",
    "pin": "280463",
    "pin_lagi": "280463",
}


def test_nginx_has_nothing_to_say_about_the_configuration(places: Places) -> None:
    said = examined(written(places, free_port(), free_port())).splitlines()
    assert [line for line in said if "syntax is ok" not in line] == [
        f"nginx: configuration file {places.folder}/nginx.conf test is successful"
    ]


def test_a_misspelt_word_is_noticed(places: Places) -> None:
    broken = places.folder / "broken.conf"
    broken.write_text(written(places, 1, 2).read_text().replace("limit_req zone", "limit_reqs zone", 1))
    assert 'unknown directive "limit_reqs"' in examined(broken)


def test_the_pages_come_over_tls_under_the_name_in_the_certificate(front: Front) -> None:
    answer = front.ask("/")
    assert answer.status == 200
    assert "Tagana Indramayu 1" in answer.text
    assert "Server" not in answer.headers or "/" not in answer.headers["Server"]


def test_a_name_that_is_not_the_units_gets_no_page(front: Front) -> None:
    assert front.ask("/", headers={"Host": "jahat.example"}).status == 421


def test_only_what_needs_no_trust_opens_without_tls(front: Front) -> None:
    info = front.ask("/info", tls=False)
    assert info.status == 200
    assert "Info warga" in info.text
    style = re.search(r'href="(/static/[^"]+)"', info.text)
    assert style and front.ask(style[1], tls=False).status == 200
    for path in ("/", "/masuk", "/antrean?diminta=ya", "/infox", "/sw.js"):
        answer = front.ask(path, tls=False)
        assert answer.status == 307
        assert answer.headers["Location"] == f"https://{front.name}:{front.https_port}{path}"


def test_a_form_that_is_sent_without_tls_is_not_taken(front: Front) -> None:
    answer = front.ask("/catat/catatan", tls=False, body="isi=x&kunci=k")
    assert answer.status == 307


def report(front: Front, client: str, *, forged: str = "") -> int:
    page = front.ask("/info/lapor", tls=False, client=client).text
    key = re.search(r'name="kunci" value="([^"]+)"', page)
    kind = re.search(r'name="kategori" value="([^"]+)"|<option value="([^"]+)"', page)
    assert key and kind
    body = urlencode({"kunci": key[1], "kategori": "kebutuhan_logistik", "cerita": f"Perlu air {key[1][:6]}"})
    headers = {"X-Forwarded-For": forged} if forged else {}
    return front.ask("/info/lapor", tls=False, client=client, body=body, headers=headers).status


def test_the_limit_of_one_phone_is_not_that_of_another_and_no_phone_can_lie_about_who_it_is(
    front: Front,
) -> None:
    assert [report(front, "127.0.0.21") for _ in range(4)] == [303, 303, 303, 429]
    assert report(front, "127.0.0.21", forged="127.0.0.99") == 429
    assert report(front, "127.0.0.22") == 303


def test_one_client_that_asks_too_fast_is_slowed_and_others_are_not(front: Front) -> None:
    asked = [front.ask("/health", client="127.0.0.31").status for _ in range(150)]
    assert asked.count(429) > 20
    assert front.ask("/health", client="127.0.0.32").status == 200


def test_one_client_holds_no_more_than_its_share_of_connections(front: Front, places: Places) -> None:
    """Half of a body keeps a request open: the pages never hear of it."""
    with ExitStack() as opened:
        for _ in range(40):
            one = opened.enter_context(
                socket.create_connection(("127.0.0.1", front.http_port), 5, ("127.0.0.41", 0))
            )
            one.sendall(
                f"POST /info/lapor HTTP/1.1\r\nHost: {front.name}\r\nContent-Length: 50\r\n\r\nce".encode()
            )
        until(
            lambda: front.ask("/info", tls=False, client="127.0.0.41").status == 429,
            places.folder / "nginx.log",
        )
        assert front.ask("/info", tls=False, client="127.0.0.42").status == 200


def test_files_of_a_release_are_kept_by_nginx_and_cut_into_pieces(front: Front) -> None:
    page = front.ask("/").text
    found = re.search(r'href="(/aset/[0-9a-f]+/tagana\.css)"', page)
    assert found
    whole = front.ask(found[1])
    assert "immutable" in whole.headers["Cache-Control"]
    piece = front.ask(found[1], headers={"Range": "bytes=10-19"})
    assert (piece.status, piece.body) == (206, whole.body[10:20])
    packed = front.ask(found[1], headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.body) < len(whole.body) / 2


def test_a_file_under_another_releases_name_is_never_kept(front: Front, places: Places) -> None:
    answer = front.ask("/aset/0123456789abcdef/tagana.css")
    assert answer.headers["Cache-Control"] == "no-store"
    kept = [path for path in (places.folder / "files").rglob("*") if path.is_file()]
    assert not [path for path in kept if b"0123456789abcdef" in path.read_bytes()]


def test_the_cookie_of_a_paired_tablet_travels_over_tls_only(front: Front) -> None:
    """The last one here: it shuts the unit."""
    page = front.ask("/pasang", body="").text
    link = re.search(r'href="(/pasang/[^"]+)">', page)
    assert link
    assert f"https://{front.name}:{front.https_port}" in page
    answer = front.ask(link[1], body=urlencode(FIRST))
    assert answer.status == 303
    assert "Secure" in answer.headers["Set-Cookie"]
    assert front.ask("/antrean").status == 401
