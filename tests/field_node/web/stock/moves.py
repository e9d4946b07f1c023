"""What the tests of stock forms share: a store with goods, an emergency, and forms as a browser sends them."""

import re
from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from field_node.records.incident import Incident, IncidentStatus
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.store import journal, papers
from field_node.web.desk import Desk
from tests.field_node.web.conftest import UNIT

DRAWN = "0a1f0b20;0a1f"


def kept(desk: Desk, record: Any, **given: Any) -> Ref:
    return journal.append(desk.door.writer, record, stamp=desk.clock.stamp(), **given).ref


def a_store(desk: Desk, name: str = "Lumbung Contoh", unit: int | None = UNIT) -> Ref:
    return kept(desk, Place(nama=name, jenis="lumbung", unit=unit, kode="LBS"))


def today(desk: Desk) -> int:
    return desk.now // 86_400


def stocked(desk: Desk, gudang: Ref, item: int, amount: int, batch: str | None = None, **given: Any) -> Ref:
    said = {"asal": "pengadaan", "sumber_dana": "apbn", **given}
    return kept(
        desk, Movement(jenis="terima", gudang=gudang, barang=item, jumlah=amount, batch=batch, **said)
    )


def an_emergency(desk: Desk) -> Ref:
    """A kejadian in tanggap darurat with its SK."""
    incident = kept(desk, Incident(nama="Banjir Contoh", jenis="banjir", mulai=desk.now // 60 * 60 - 86_400))
    status = IncidentStatus(
        kejadian=incident, status="tanggap_darurat", sk_nomor="300/12", sk_tanggal=today(desk) - 1
    )
    kept(desk, status)
    return incident


def post(client: FlaskClient, kind: str, form: Mapping[str, str], key: str = "k1") -> TestResponse:
    return client.post(f"/stok/{kind}", data={"kunci": key, **form})


def saved(client: FlaskClient, kind: str, form: Mapping[str, str], key: str = "k1") -> Ref:
    """The first line of what was kept."""
    answer = post(client, kind, form, key)
    assert answer.status_code == 303, problems(answer)
    found = re.search(r"/stok/tersimpan/(\d+-\d+)", answer.headers["Location"])
    assert found, answer.headers["Location"]
    return Ref.parse(found[1])


def problems(answer: TestResponse) -> str:
    """What the page says is wrong."""
    found = re.search(r'<div class="problems".*?</div>', answer.text, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found[0]) if found else answer.text[:300]


def moves(desk: Desk, ref: Ref) -> list[Movement]:
    """The lines in force of that paper."""
    found = papers.paper(desk.store, ref)
    assert found
    return [move for _, move in found.lines]
