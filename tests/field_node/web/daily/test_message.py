"""What the message says of goods, each once and of which kind its figures are; that nobody counted people; which warnings it has room for."""

from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.store import daily_events, journal
from field_node.web.desk import Desk
from tests.field_node.web.orders import from_center, minute, rain

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


def test_a_grave_warning_is_never_among_those_that_the_message_only_counts(desk: Desk, posko: Ref) -> None:
    mild = [
        rain(desk, posko, keparahan="ringan", mulai=minute(desk, -60 * ago)) for ago in (40, 30, 20, 10, 5)
    ]
    grave = rain(desk, posko, mulai=minute(desk, -60 * 25))
    from_center(desk, *mild, grave, ago_s=3_000)
    found = [one.said.entry.record for one in daily_events.dangers(desk.store, desk.now - HOUR, desk.now)]
    assert found[0] == grave and len(found) == len(mild) + 1
