"""The feed and the views as others read them, over a real socket."""

import csv
import io
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec
import pytest
import requests

from field_node.records.kinds import Ref
from field_node.records.person import Someone
from field_node.sealed_box import seal_box
from sync.center.dialect import writing
from sync.center.schema import READING
from sync.center.store import Center
from sync.center.tokens import list_tokens, revoke_token
from tests.factories import a_headcount, a_movement, a_position, a_posko
from tests.sync.center.parts import NOW, SealingUnit, bring, chance
from tests.sync.center.serving import bearer, served, token


@pytest.fixture
def address(center: Center) -> Iterator[str]:
    with served(center) as found:
        yield found


def get(address: str, path: str, headers: dict[str, str], **params: object) -> requests.Response:
    return requests.get(f"{address}{path}", headers=headers, params=params, timeout=30)  # type: ignore[arg-type]


def follow(address: str, headers: dict[str, str], **params: object) -> list[dict[str, object]]:
    """All records, page by page along the Link header, until a page is empty."""
    found: list[dict[str, object]] = []
    answer = get(address, "/v1/records", headers, **params)
    while answer.content:
        found += [msgspec.json.decode(line) for line in answer.content.splitlines()]
        answer = requests.get(answer.links["next"]["url"], headers=headers, timeout=30)
    assert answer.status_code == 200
    return found


def test_a_puller_sees_each_entry_once_in_order_of_arrival(
    center: Center, unit: SealingUnit, address: str
) -> None:
    for batch in range(5):
        bring(center, *unit.frames([unit.entry(a_headcount(jiwa=batch * 10 + n)) for n in range(10)]))
    found = follow(address, bearer(center), limit=7, unit=unit.keys.unit)
    assert [line["fields"]["jiwa"] for line in found] == list(range(50))  # type: ignore[index]


def test_a_completed_entry_comes_again_under_its_name(
    center: Center, unit: SealingUnit, address: str
) -> None:
    headers = bearer(center)
    entry = unit.entry(a_posko(telepon="0812"))
    bring(center, unit.frame(entry, full=False))
    first = get(address, "/v1/records", headers, unit=unit.keys.unit)
    assert [msgspec.json.decode(line)["complete"] for line in first.content.splitlines()] == [False]
    bring(center, unit.frame(entry))
    later = requests.get(first.links["next"]["url"], headers=headers, timeout=10)
    again = [msgspec.json.decode(line) for line in later.content.splitlines()]
    assert [(line["unit"], line["seq"], line["complete"]) for line in again] == [(*entry.ref, True)]


def test_filters_select(center: Center, unit: SealingUnit, address: str) -> None:
    far = a_position(lat=-8.0, lon=115.0)
    entries = [
        unit.entry(a_headcount(), incident=Ref(0, 9), made_at=NOW - 86_400),
        unit.entry(a_position()),
        unit.entry(far),
    ]
    bring(center, *unit.frames(entries))
    headers = bearer(center)

    def count(**params: object) -> int:
        return len(get(address, "/v1/records", headers, unit=unit.keys.unit, **params).content.splitlines())

    assert count() == 3
    assert count(type="posisi") == 2
    assert count(type="posisi,hitung_pengungsi") == 3
    assert count(kejadian="0-9") == 1
    assert count(bbox="114,-9,116,-7") == 1
    assert count(since=NOW - 3_600) == 2
    assert count(until="2026-11-22") == 3 - count(since="2026-11-22")


def test_a_filter_that_matches_nothing_moves_the_cursor_past_what_was_scanned(
    center: Center, unit: SealingUnit, address: str
) -> None:
    bring(center, *unit.frames([unit.entry(a_headcount()) for _ in range(20)]))
    headers = bearer(center)
    empty = get(address, "/v1/records", headers, type="sos")
    assert empty.content == b""
    after = dict(part.split("=") for part in urlsplit(empty.links["next"]["url"]).query.split("&"))["after"]
    assert get(address, "/v1/records", headers, after=after).content == b""


@pytest.mark.parametrize("form", ["json", "csv", "geojson", "ndjson"])
def test_each_format_comes_by_suffix_by_parameter_and_by_accept(
    center: Center, unit: SealingUnit, address: str, form: str
) -> None:
    bring(center, *unit.frames([unit.entry(a_position())]))
    headers = bearer(center)
    media = {
        "json": "application/json",
        "csv": "text/csv",
        "geojson": "application/geo+json",
        "ndjson": "application/x-ndjson",
    }
    answers = (
        get(address, f"/v1/records.{form}", headers),
        get(address, "/v1/records", headers, format=form),
        get(address, "/v1/records", {**headers, "Accept": media[form]}),
    )
    assert {answer.headers["Content-Type"].split(";")[0] for answer in answers} == {media[form]}
    assert all(answer.links["next"] for answer in answers)


def test_geojson_has_a_point_where_the_record_has_one(
    center: Center, unit: SealingUnit, address: str
) -> None:
    bring(center, *unit.frames([unit.entry(a_position(lat=-6.5, lon=107.25)), unit.entry(a_headcount())]))
    page = get(address, "/v1/records.geojson", bearer(center), unit=unit.keys.unit).json()
    points = {feature["properties"]["type"]: feature["geometry"] for feature in page["features"]}
    assert points == {"posisi": {"type": "Point", "coordinates": [107.25, -6.5]}, "hitung_pengungsi": None}


def test_csv_has_tags_and_no_formula_and_leaves_null_empty(
    center: Center, unit: SealingUnit, address: str
) -> None:
    bring(center, unit.frame(unit.entry(a_headcount(sumber="=cmd()", kk=None, jiwa=0))))
    answer = get(address, "/v1/records.csv", bearer(center), type="hitung_pengungsi", hxl=1)
    heads, tags, row = csv.reader(io.StringIO(answer.text))
    cells = dict(zip(heads, row, strict=True))
    assert (cells["jiwa"], cells["kk"], cells["sumber"]) == ("0", "", "'=cmd()")
    assert dict(zip(heads, tags, strict=True))["jiwa"] == "#affected+displaced+ind"


def test_a_poll_without_news_is_not_modified(center: Center, unit: SealingUnit, address: str) -> None:
    bring(center, unit.frame(unit.entry(a_headcount())))
    headers = bearer(center)
    first = get(address, "/v1/records", headers)
    assert not first.headers["ETag"].startswith("W/")
    again = get(address, "/v1/records", {**headers, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    bring(center, unit.frame(unit.entry(a_headcount())))
    assert get(address, "/v1/records", {**headers, "If-None-Match": first.headers["ETag"]}).status_code == 200


def test_gzip_is_for_who_accepts_it(center: Center, unit: SealingUnit, address: str) -> None:
    bring(center, *unit.frames([unit.entry(a_headcount(jiwa=n)) for n in range(50)]))
    headers = bearer(center)
    packed = get(address, "/v1/records", {**headers, "Accept-Encoding": "gzip"})
    plain = get(address, "/v1/records", {**headers, "Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.content == plain.content


def test_tokens_are_needed_scoped_and_revocable(center: Center, address: str) -> None:
    secret = token(center)
    assert requests.get(f"{address}/v1/records", timeout=10).status_code == 401
    for wrong in (
        "Bearer",
        f"Basic {secret}",
        f"Bearer {secret}x",
        "Bearer tgn_a_b",
        f"Bearer {secret[:-1]}é",
    ):
        refused = requests.get(f"{address}/v1/records", headers={"Authorization": wrong.encode()}, timeout=10)
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"] == "Bearer"
    headers = {"Authorization": f"Bearer {secret}"}
    assert get(address, "/v1/records", headers).status_code == 200
    assert get(address, "/v1/records", bearer(center, "names")).status_code == 403
    with center.lock, writing(center.writer) as conn:
        assert revoke_token(conn, secret.split("_")[1], now=NOW)
    assert get(address, "/v1/records", headers).status_code == 401


def test_no_secret_of_a_token_is_kept(center: Center) -> None:
    secret = token(center).split("_")[2]
    with center.reader.connect() as conn:
        assert secret not in repr(list_tokens(conn))
    for file in center.secrets.parent.glob("center.db*"):
        assert secret.encode() not in file.read_bytes()


def test_names_are_read_only_with_their_scope_and_each_reading_is_noted(
    center: Center, unit: SealingUnit, address: str
) -> None:
    box = seal_box(unit.keys.box_public, b"Siti Aminah", chance(32))
    person_field = next(name for name in ("nama", "nama_lengkap") if name in Someone.__slots__)
    bring(
        center, unit.frame(unit.entry(Someone(**{person_field: box})), unit.entry(a_posko(telepon="0812777")))
    )
    plain = get(address, "/v1/records", bearer(center), unit=unit.keys.unit)
    assert b"Siti" not in plain.content and b"0812777" not in plain.content
    assert b"nama" not in plain.content.splitlines()[0]
    with center.reader.connect() as conn:
        assert conn.execute(READING.select()).all() == []
    full = get(address, "/v1/records", bearer(center, "pull", "names"), unit=unit.keys.unit)
    assert b"Siti Aminah" in full.content and b"0812777" in full.content
    with center.reader.connect() as conn:
        assert [row.records for row in conn.execute(READING.select())] == [2]


@pytest.mark.parametrize(
    "params",
    [
        {"limit": 0},
        {"limit": 10_001},
        {"after": "x"},
        {"after": "A" * 24},
        {"type": "nanas"},
        {"unit": "70000"},
        {"kejadian": "1"},
        {"bbox": "1,2,3"},
        {"bbox": "nan,0,1,1"},
        {"since": "2026-01-01T00:00:00"},
        {"since": "0001-01-01T00:00:00+14:00"},
        {"hxl": "2"},
        {"limit": "9" * 30},
        {"banana": "1"},
    ],
)
def test_a_wrong_parameter_is_named(center: Center, address: str, params: dict[str, object]) -> None:
    answer = get(address, "/v1/records", bearer(center), **params)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith((next(iter(params)), "no parameter"))


def test_views_fold_what_arrived(center: Center, unit: SealingUnit, address: str) -> None:
    place = unit.entry(a_posko(nama="Posko Satu"))
    old = unit.entry(a_headcount(lokasi=place.ref, jiwa=10, per_waktu=NOW - 7_200))
    new = unit.entry(a_headcount(lokasi=place.ref, jiwa=20, per_waktu=NOW - 3_600))
    goods = unit.entry(a_movement(gudang=place.ref, jumlah=40))
    bring(center, *unit.frames([place, new, old, goods, unit.entry(a_position())]))
    headers = bearer(center)
    heads = get(address, "/v1/views/pengungsi", headers).json()["rows"]
    assert [(row["fields"]["jiwa"], row["tempat"]["nama"]) for row in heads] == [(20, "Posko Satu")]
    stock = get(address, "/v1/views/stok", headers).json()["rows"]
    assert [(row["account"], row["amount"]) for row in stock] == [("saldo", 40)]
    assert len(get(address, "/v1/views/posisi", headers).json()["rows"]) == 1
    assert get(address, "/v1/views/tugas.csv", headers).status_code == 200
    assert get(address, "/v1/views/peringatan", headers).json()["rows"] == []
    assert get(address, "/v1/views/nanas", headers).status_code == 404


def test_health_needs_no_token(address: str) -> None:
    assert requests.get(f"{address}/healthz", timeout=10).json()["status"] == "ok"


def test_a_cursor_of_an_older_incarnation_goes_back_to_where_that_ended(
    center: Center, unit: SealingUnit
) -> None:
    from sync.center.drawn import Drawn, drawn_in
    from sync.center.feed import Cursor, settle
    from sync.center.restored import renewed

    bring(center, unit.frame(unit.entry(a_headcount())))
    with center.lock, writing(center.writer) as conn:
        end = settle(conn, None).pos
        renewed(conn, drawn_in(conn), Drawn(10, 0))
        ahead, behind = settle(conn, Cursor(0, 500, 1, 1, 0)), settle(conn, Cursor(0, 1, 1, 1, 0))
    assert end == 0
    assert (ahead.incarnation, ahead.pos) == (1, 2)
    assert behind == Cursor(1, 1, 1, 1, 0)


def test_ten_thousand_records_come_in_one_page(center: Center, unit: SealingUnit, address: str) -> None:
    for _ in range(5):
        bring(center, *unit.frames([unit.entry(a_position()) for _ in range(2_100)]))
    start = time.monotonic()
    answer = get(address, "/v1/records", bearer(center), limit=10_000)
    assert len(answer.content.splitlines()) == 10_000
    assert time.monotonic() - start < 5
