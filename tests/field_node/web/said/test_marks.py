"""Every state of delivery has a word on the page and an icon; only the center's receipt looks done."""

from importlib.resources import files

from field_node.store.outbox import BROKEN, RADIO_WORDS, WORDS
from field_node.web.said.marks import MARKS


def test_every_state_of_delivery_has_its_mark() -> None:
    assert set(MARKS) == {*WORDS.values(), *RADIO_WORDS.values(), BROKEN}
    drawn = files("field_node.web").joinpath("static", "ikon.svg").read_text()
    assert all(f'<symbol id="{mark.icon}"' in drawn for mark in MARKS.values())


def test_what_our_radio_sent_never_looks_received() -> None:
    assert {MARKS[word].tone for word in RADIO_WORDS.values()} == {"wait"}
    assert not any("diterima" in MARKS[word].text.casefold() for word in RADIO_WORDS.values())
