"""Tugas: read, taken, worked on, done or not possible with its reason; one tap each, taken back by one; what the center has of it."""

import re

import pytest
from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.records.task import CLOSED, Task, TaskAnswer
from field_node.store import journal, outbox
from field_node.web.desk import Desk
from field_node.web.kept.asked import asks, orders
from tests.field_node.web.conftest import UNIT
from tests.field_node.web.orders import from_center, minute


@pytest.fixture
def task(desk: Desk) -> Ref:
    return from_center(
        desk, Task(isi="Periksa jembatan", tujuan=UNIT, batas_waktu=minute(desk, 3_000)), ago_s=600
    )[0]


def tap(client: FlaskClient, task: Ref, status: str) -> str:
    """Sends the form of that button as a browser without scripts does; where it leads."""
    page = client.get(f"/tugas/{task}").text
    form = next(
        part
        for part in page.split("<form")[1:]
        if f'name="status" value="{status}"' in part.split("</form>")[0]
    )
    given = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form.split("</form>")[0]))
    answer = client.post("/catat/tugas_jawab", data=given)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def answers(desk: Desk) -> list[str]:
    found = [entry for _, entry in journal.entries(desk.store, TaskAnswer, limit=9)]
    return [getattr(one.record, "status", "") for one in reversed(found) if desk.stands(one.ref)]


def test_the_list_shows_what_waits_with_its_time_left(client: FlaskClient, desk: Desk, task: Ref) -> None:
    from_center(desk, Task(isi="Untuk lain", tujuan=9), first=50)
    page = client.get("/tugas").text
    assert (
        "Belum dijawab (1)" in page
        and "Periksa jembatan" in page
        and "sisa 4" in page
        and "10 menit lalu" in page
    )
    assert "Tugas unit lain (1)" in page
    assert "Unit itu yang menjawab" in client.get("/tugas/0-50").text


def test_own_tasks_stay_in_sight_however_many_others_came_since(
    client: FlaskClient, desk: Desk, task: Ref
) -> None:
    from_center(desk, *(Task(isi=f"Untuk lain {n}", tujuan=9) for n in range(320)), first=50)
    page = client.get("/tugas").text
    assert "Periksa jembatan" in page and "Belum dijawab (1)" in page and "Tugas unit lain (320)" in page
    assert "Hanya 50 yang paling mendesak." in page
    assert "Periksa jembatan" in client.get("/").text
    assert "Periksa jembatan" in client.get("/catat/tugas_jawab").text


def test_many_own_tasks_are_paged_and_counted_wholly(client: FlaskClient, desk: Desk) -> None:
    found = from_center(desk, *(Task(isi=f"Tugas ke-{n}.", tujuan=UNIT) for n in range(60)))
    journal.append(
        desk.door.writer, TaskAnswer(tugas=found[0], status="dikerjakan"), stamp=desk.clock.stamp()
    )
    first, second = client.get("/tugas").text, client.get("/tugas?halaman=2").text
    assert "Belum dijawab (59)" in first and "Sudah dijawab" not in first and "halaman=2" in first
    assert "Sudah dijawab, belum selesai (1)" in second and "halaman=1" in second
    shown = [sum(f"Tugas ke-{n}." in page.split("<h1>")[1] for n in range(60)) for page in (first, second)]
    assert shown == [50, 10] and asks(desk).tasks == 59
    assert "55 tugas lain" in client.get("/").text
    assert client.get("/tugas?halaman=0").status_code == client.get("/tugas?halaman=x").status_code == 404


@pytest.mark.parametrize("state", CLOSED)
def test_what_is_closed_has_no_hurry(client: FlaskClient, desk: Desk, state: str) -> None:
    late = Task(isi="Periksa jembatan", tujuan=UNIT, batas_waktu=minute(desk, -7_200))
    (task,) = from_center(desk, late)
    answer = TaskAnswer(tugas=task, status=state, alasan="x")
    journal.append(desk.door.writer, answer, stamp=desk.clock.stamp())
    page = client.get(f"/tugas/{task}").text
    assert "Batas waktu" in page and "lewat 2 jam" not in page


def test_nothing_is_called_sent_that_nobody_proved(client: FlaskClient, desk: Desk, task: Ref) -> None:
    def step(name: Ref) -> list[str]:
        return re.findall(r'aria-current="step">([^<]+)<', client.get(f"/tugas/{name}").text)

    given = Task(isi="Antar tenda", tujuan=9)
    ours = journal.append(desk.door.writer, given, stamp=desk.clock.stamp()).ref
    assert (step(task), step(ours)) == (
        ["Terkirim"],
        [],
    )  # the center's came here; ours to unit 9 may not have
    journal.append(desk.door.writer, TaskAnswer(tugas=ours, status="terkirim"), stamp=desk.clock.stamp())
    assert step(ours) == ["Terkirim"]


def test_a_unit_without_tasks_says_so(client: FlaskClient) -> None:
    assert "Tidak ada tugas terbuka untuk unit ini." in client.get("/tugas").text


def test_each_step_is_one_tap_and_leads_back_to_the_task(client: FlaskClient, desk: Desk, task: Ref) -> None:
    assert "Pusat belum tahu apakah tugas ini dikerjakan" in client.get(f"/tugas/{task}").text
    for status in ("dibaca", "dikerjakan", "selesai"):
        there = tap(client, task, status)
        assert there.startswith(f"/tugas/{task}?kartu=")
        assert 'aria-current="step"' in client.get(there).text
    assert answers(desk) == ["dibaca", "dikerjakan", "selesai"]
    assert "Belum dijawab" not in client.get("/tugas").text


def test_a_step_is_taken_back_by_one_tap(client: FlaskClient, desk: Desk, task: Ref) -> None:
    page = client.get(tap(client, task, "selesai")).text
    undo, card = (
        re.search(r'action="(/entri/[\d-]+/urungkan)"', page),
        re.search(r'name="kartu" value="([^"]+)"', page),
    )
    assert undo and card
    assert client.post(undo[1], data={"kartu": card[1]}).headers["Location"] == f"/tugas/{task}"
    assert answers(desk) == [] and "Belum dijawab (1)" in client.get("/tugas").text


def test_not_possible_needs_its_reason(client: FlaskClient, desk: Desk, task: Ref) -> None:
    given = {"tugas": str(task), "status": "tidak_bisa", "kunci": "k"}
    refused = client.post("/catat/tugas_jawab", data=given)
    assert refused.status_code == 422 and "Tulis alasannya." in refused.text
    client.post("/catat/tugas_jawab", data={**given, "alasan": "jalan putus"})
    page = client.get(f"/tugas/{task}").text
    assert "Tidak bisa: jalan putus" in page and "Ubah jawaban" in page
    assert page.index("Tidak bisa: jalan putus") < page.index("Ubah jawaban"), "in place of the steps"
    assert (
        '<ol class="ladder">' not in page
        and '<ol class="ladder">' in client.get(tap(client, task, "selesai")).text
    )


def test_the_page_tells_how_far_the_answer_has_come(client: FlaskClient, desk: Desk, task: Ref) -> None:
    tap(client, task, "dikerjakan")
    assert "<span>Di unit</span>" in client.get(f"/tugas/{task}").text
    outbox.note_attempt(desk.door.writer, [1], at=desk.now, how=outbox.Attempt.RADIO_SENT)
    assert "<span>Dipancarkan</span>" in client.get(f"/tugas/{task}").text
    outbox.confirm(desk.door.writer, outbox.Receipt(upto=2, complete=2), at=desk.now)
    assert "Diterima pusat " in client.get(f"/tugas/{task}").text


def test_the_newest_answer_counts_after_a_change(client: FlaskClient, desk: Desk, task: Ref) -> None:
    tap(client, task, "selesai")
    tap(client, task, "dikerjakan")
    assert "Sudah dijawab, belum selesai (1)" in client.get("/tugas").text


def test_the_counter_of_every_page_counts_what_the_list_shows(
    client: FlaskClient, desk: Desk, task: Ref
) -> None:
    def counted() -> tuple[int, int]:
        return asks(desk).tasks, sum(one.waits for one in orders(desk))

    from_center(desk, Task(isi="Semua"), Task(isi="Untuk lain", tujuan=9), first=20)
    assert counted() == (2, 2)
    journal.append(desk.door.writer, TaskAnswer(tugas=task, status="terkirim"), stamp=desk.clock.stamp())
    assert counted() == (2, 2)  # that it came says nothing about what becomes of it
    for status, left in (("dibaca", 1), ("selesai", 1)):
        tap(client, task, status)
        assert counted() == (left, left)


def test_what_is_no_task_has_no_such_page(client: FlaskClient, posko: Ref) -> None:
    assert client.get(f"/tugas/{posko}").status_code == 404
    assert client.get("/tugas/0-99").status_code == 404
