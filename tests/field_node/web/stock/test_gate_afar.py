"""What a tablet away from its unit knows of the gate."""

from flask.testing import FlaskClient

from field_node.records.incident import Incident, IncidentStatus
from field_node.web.desk import Desk
from tests.field_node.web.stock.moves import an_emergency, kept


def test_a_tablet_keeps_whether_the_gate_of_each_kejadian_is_open(client: FlaskClient, desk: Desk) -> None:
    def told() -> tuple[str, dict[str, str]]:
        answer = client.get("/tablet/daftar").get_json()
        return answer["daftar"], dict(answer["isi"]["gerbang"])

    opened = an_emergency(desk)
    shut = kept(desk, Incident(nama="Banjir Hulu", jenis="banjir", mulai=desk.now // 60 * 60))
    tag, gates = told()
    assert gates == {str(opened): "buka", str(shut): "tutup"}
    kept(desk, IncidentStatus(kejadian=opened, status="selesai"))
    later, gates = told()
    assert later != tag and gates == {str(opened): "tutup", str(shut): "tutup"}
    page = client.get("/kerangka/stok/salur").text
    assert "data-gerbang" in page and "data-gerbang" not in client.get("/kerangka/stok/terima").text
