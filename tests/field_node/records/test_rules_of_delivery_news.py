"""Rules of the center's word of an arrival."""

from typing import Any

from field_node.records.delivery_news import DeliveryNews
from field_node.records.kinds import Ref
from tests.factories import LUMBUNG, Picture, a_movement, refused, said

SENT, CAME = Ref(3, 1), Ref(9, 4)
PICTURE = Picture()
PICTURE.records |= {SENT: a_movement("kirim"), CAME: a_movement("terima_kiriman")}


def a_word(*parts: int, **given: Any) -> DeliveryNews:
    came, broken, missing = parts
    return DeliveryNews(kirim=SENT, barang=5, diterima=came, rusak=broken, kurang=missing, **given)


def test_a_word_names_the_arrival_that_it_counts() -> None:
    assert said(a_word(40, 1, 1, terima=CAME, gudang=LUMBUNG), PICTURE) == set()
    assert refused(a_word(40, 1, 1), PICTURE) == {"wajib_diisi"}


def test_a_word_that_nothing_arrived_after_all_names_none() -> None:
    assert said(a_word(0, 0, 0), PICTURE) == set()


def test_amounts_are_never_below_zero() -> None:
    assert refused(a_word(0, -1, 0), PICTURE)


def test_received_broken_and_missing_are_accounted_for() -> None:
    assert a_word(40, 1, 1).arrived() == 42
