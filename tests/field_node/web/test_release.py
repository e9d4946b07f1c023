"""What a tablet keeps of the pages: one release under one name, without data of anybody."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from field_node.records.kinds import Ref
from field_node.records.sos import Sos, SosEnd
from field_node.records.task import Task
from field_node.web.desk import Desk
from field_node.web.release import STATIC, WORKER, released, shells
from field_node.web.tablet.lists import PRIVATE, change, lists
from tests.field_node.store.heard import heard
from tests.field_node.web.conftest import UNIT
from tests.field_node.web.orders import from_center


def told(client: FlaskClient) -> dict[str, object]:
    """What the service worker was told to keep."""
    first = client.get("/sw.js").text.partition("\n")[0]
    found: dict[str, object] = json.loads(first.removeprefix("const RELEASE = ").removesuffix(";"))
    return found


def fetched(client: FlaskClient, address: str) -> TestResponse:
    """The answer, its file closed."""
    answer = client.get(address)
    answer.close()
    return answer


def test_the_worker_is_asked_for_anew_each_time(client: FlaskClient) -> None:
    answer = client.get("/sw.js")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.mimetype == "text/javascript"


def test_everything_that_the_worker_keeps_can_be_fetched(client: FlaskClient) -> None:
    keep = told(client)["keep"]
    assert isinstance(keep, list) and len(keep) > 25
    assert {address: fetched(client, address).status_code for address in keep} == dict.fromkeys(keep, 200)


def test_the_worker_keeps_nothing_but_shells_and_files_of_the_release(client: FlaskClient) -> None:
    keep = told(client)["keep"]
    assert isinstance(keep, list)
    assert all(re.match(r"/aset/[0-9a-f]{16}/|/kerangka/", address) for address in keep)
    script = (STATIC / WORKER).read_text()
    assert 'request.method !== "GET"' in script and "/api/" not in script


def test_what_comes_packed_is_everything_that_the_worker_keeps_as_it_comes_alone(client: FlaskClient) -> None:
    found = told(client)
    packs = found["packs"]
    assert isinstance(packs, list)
    brought = {one[0]: one[1:] for pack in packs for one in client.get(pack).get_json()}
    assert list(brought) == found["keep"]
    for address, (headers, text) in brought.items():
        alone = client.get(address)
        assert text == alone.text and headers["Content-Type"] == alone.headers["Content-Type"], address
        alone.close()


def test_a_packed_page_keeps_its_policy(client: FlaskClient) -> None:
    scanning = {one[0]: one[1] for one in client.get("/kerangka").get_json()}["/kerangka/stok/terima-kiriman"]
    alone = client.get("/kerangka/stok/terima-kiriman").headers
    for name in ("Content-Security-Policy", "Permissions-Policy", "X-Frame-Options"):
        assert scanning[name] == alone[name]


def test_files_of_another_release_are_not_packed_at_all(client: FlaskClient) -> None:
    ours, other = f"/aset/{released().tag}/semua.json", "/aset/0000000000000000/semua.json"
    assert "immutable" in client.get(ours).headers["Cache-Control"]
    assert client.get(other).status_code == 404


def test_a_file_lasts_under_the_name_of_its_release_only(app: Flask, client: FlaskClient) -> None:
    ours, other = f"/aset/{released().tag}/tagana.css", "/aset/0000000000000000/tagana.css"
    assert "immutable" in fetched(client, ours).headers["Cache-Control"]
    assert fetched(client, other).headers["Cache-Control"] == "no-store"
    assert client.get(f"/aset/{released().tag}/../app.py").status_code == 404


@pytest.mark.parametrize("shell", shells())
def test_a_kept_page_tells_nothing_of_this_unit_or_this_moment(
    client: FlaskClient, posko: Ref, shell: str
) -> None:
    client.post("/catat/sos", data={"kunci": "s", "keterangan": "rahasia"})
    page = client.get(shell).text
    assert "data-kerangka" in page
    for private in ("Balai Desa Contoh", "Tagana Indramayu 1", "SOS dari", "belum terkirim", "rahasia"):
        assert private not in page


def test_the_lists_of_a_tablet_hold_what_its_forms_offer(desk: Desk, posko: Ref) -> None:
    found = lists(desk.names)
    assert (str(posko), "Balai Desa Contoh", "") in found["lokasi"]
    assert found["barang"] and not PRIVATE & found.keys()


def test_the_tag_of_the_lists_changes_with_a_place_and_not_with_a_count(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    before = change(desk.store)
    form = {"lokasi": str(posko), "per_waktu": "2026-11-22T09:30", "jiwa": "7", "kunci": "a"}
    assert client.post("/catat/hitung_pengungsi", data=form).status_code == 303
    assert change(desk.store) == before
    client.post("/catat/lokasi", data={"nama": "B", "jenis": "posko", "kunci": "b"})
    assert change(desk.store) != before


def test_the_tag_changes_with_what_ends_a_choice_and_with_a_call_near_by(
    client: FlaskClient, desk: Desk
) -> None:
    def changed(before: str) -> str:
        now = change(desk.store)
        assert now != before
        return now

    (task,) = from_center(desk, Task(isi="Periksa jembatan", tujuan=UNIT))
    client.post("/catat/sos", data={"kunci": "s"})
    was = change(desk.store)
    client.post("/catat/tugas_jawab", data={"tugas": str(task), "status": "selesai", "kunci": "t"})
    was = changed(was)
    client.post("/catat/sos_akhir", data={"sos": f"{UNIT}-1", "hasil": "dicabut", "kunci": "e"})
    was = changed(was)
    heard(desk.door.writer, 7, Sos(), at=desk.now)
    was = changed(was)
    heard(desk.door.writer, 7, SosEnd(sos=Ref(7, 1), hasil="dicabut"), first=2, at=desk.now)
    changed(was)


def test_without_the_scripts_of_others_a_page_asks_for_none_of_ours(app: Flask, client: FlaskClient) -> None:
    from dataclasses import replace

    bare = replace(released(), files=("isian.js", "tagana.css"))
    app.jinja_env.globals.update(release=bare)
    page = client.get("/catat/catatan").text
    assert "isian.js" in page and "/formulir.js" not in page and "tablet.js" not in page
    assert client.post("/catat/catatan", data={"isi": "a", "kunci": "k"}).status_code == 303
