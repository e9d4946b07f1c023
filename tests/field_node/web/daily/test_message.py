"""What the message says of goods, each once and of which kind its figures are; that nobody counted people."""

from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.store import journal
from field_node.web.desk import Desk

HOUR = 3_600


def test_goods_of_two_funds_are_one_figure(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    at = desk.now // 60 * 60
    if desk.zone.at(at).hour >= 17:  # what moves in the evening belongs to the next day's report
        at -= 8 * HOUR
    stamp = desk.clock.stamp()._replace(made_at=at)
    for fund, much in (("apbn", 50), ("donasi", 4), (None, 1)):
        move = Movement(jenis="salur", gudang=posko, barang=21, jumlah=much, sumber_dana=fund)
        journal.append(desk.door.writer, move, stamp=stamp)
    text = client.get(f"/laporan/{desk.zone.at(at).date()}/whatsapp").text.replace("\u00a0", " ")
    assert "*Disalurkan hari ini:* selimut 55 lembar\n" in text


def test_people_whom_nobody_counted_are_in_no_number_of_places(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    text = client.get(f"/laporan/{desk.zone.at(desk.now).date()}/whatsapp").text
    assert "*Pengungsi:* KK belum didata / jiwa belum didata\n" in text and "0 lokasi" not in text
