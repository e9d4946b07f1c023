"""What a tablet brings home is looked at once, however often it is handed over."""

from field_node.store import mule, requests
from field_node.store.connection import Store
from field_node.store.identity import become

BUNDLE = b"TGNFRM1\nanswers"


def test_the_same_answers_again_are_the_same_request_also_after_they_were_looked_at(store: Store) -> None:
    first = mule.bring_home(store, store, BUNDLE, at=100)
    assert first is not None and mule.bring_home(store, store, BUNDLE, at=101) == first
    taken = requests.take(store, at=102, kind=mule.HOME)
    assert taken is not None and taken.body["bundle"]
    requests.done(store, first, {"ok": True, "receipt": True}, at=103)
    mule.lighten(store)
    assert mule.bring_home(store, store, BUNDLE, at=104) == first
    kept = mule.found(store, mule.HOME, first)
    assert kept is not None and kept.result == {"ok": True, "receipt": True} and "bundle" not in kept.body


def test_a_load_will_do_until_a_tablet_brought_answers_home(store: Store) -> None:
    become(store, 3)
    load = mule.ask_load(store, store, at=100)
    requests.take(store, at=101, kind=mule.LOAD)
    requests.done(store, load, {"ok": True, "entries": 27}, at=101, blob=b"x")
    home = mule.bring_home(store, store, BUNDLE, at=102)
    assert home is not None and mule.ask_load(store, store, at=103) == load
    requests.done(store, home, {"ok": True, "receipt": True}, at=103)
    assert mule.ask_load(store, store, at=103) != load


def test_other_answers_and_another_certificate_are_looked_at(store: Store) -> None:
    numbers = [
        mule.bring_home(store, store, BUNDLE, at=100),
        mule.bring_home(store, store, BUNDLE + b"!", at=100),
        mule.bring_home(store, store, BUNDLE, at=100, leaf="MII"),
    ]
    assert len(set(numbers)) == 3


def test_answers_that_a_process_took_and_left_are_asked_for_anew(store: Store) -> None:
    first = mule.bring_home(store, store, BUNDLE, at=100)
    requests.take(store, at=101, kind=mule.HOME)
    again = mule.bring_home(store, store, BUNDLE, at=101 + mule.PATIENCE_S)
    assert again is not None and again != first
