"""What was drawn stands on paper as it was drawn."""

from field_node.records.handover import Signature
from field_node.records.kinds import Ref
from field_node.records.record import Entry, TimeQuality
from field_node.web.stock.pen import path_of, signed
from tests.factories import NOW


def entry(seq: int, drawn: str) -> Entry:
    record = Signature(mutasi=Ref(3, 1), peran="pihak_kedua", nama="Siti", jabatan="Lurah", goresan=drawn)
    return Entry(3, seq, NOW, TimeQuality.GPS, record)


def test_strokes_become_lines_and_a_touch_a_dot() -> None:
    assert path_of("0a1f0b20;6o3c") == "M10 51L11 72M240 120h0"


def test_what_is_no_drawing_draws_nothing() -> None:
    assert path_of("") == path_of("zzzz") == path_of("0a1") == path_of("<svg>") == ""


def test_the_newest_signature_of_a_party_counts() -> None:
    found = signed([entry(2, "0a1f0b20"), entry(3, "0101")])
    assert found["pihak_kedua"].path == "M1 1h0"
    assert (found["pihak_kedua"].name, found["pihak_kedua"].post) == ("Siti", "Lurah")
