"""An answer of a store is kept until somebody writes, whoever it is."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from field_node.records.message import Message
from field_node.store import journal
from field_node.store.connection import Store, open_reader, writing
from field_node.store.once import Once
from tests.field_node.store.stores import STAMP, new_store


@pytest.fixture
def asked() -> list[int]:
    return []


def counted(store: Store, asked: list[int]) -> Callable[[], int]:
    def ask() -> int:
        asked.append(1)
        return int(store.run("SELECT count(*) FROM entry")[0][0])

    return ask


def save(store: Store) -> None:
    journal.append(store, Message(isi="Beras tiba"), stamp=STAMP)


def test_nothing_is_asked_again_while_nobody_writes(store: Store, asked: list[int]) -> None:
    entries = Once(store, counted(store, asked))
    assert [entries(), entries()] == [0, 0]
    assert len(asked) == 1


def test_own_writes_are_seen(store: Store, asked: list[int]) -> None:
    entries = Once(store, counted(store, asked))
    entries()
    save(store)
    assert [entries(), entries()] == [1, 1]
    assert len(asked) == 2


def test_writes_of_another_connection_are_seen(tmp_path: Path, asked: list[int]) -> None:
    with closing(new_store(tmp_path)) as writer, closing(reading(writer)) as reader:
        entries = Once(reader, counted(reader, asked))
        assert [entries(), entries()] == [0, 0]
        save(writer)
        assert [entries(), entries()] == [1, 1]
    assert len(asked) == 2


def test_what_a_transaction_has_not_committed_is_not_kept(store: Store, asked: list[int]) -> None:
    entries = Once(store, counted(store, asked))
    assert entries() == 0
    for _ in undone(store):
        save(store)
        assert entries() == 1
    assert entries() == 0


def reading(writer: Store) -> Store:
    return open_reader(writer.path, locker=writer.locker)


def undone(store: Store) -> Iterator[None]:
    """A transaction that ends in nothing."""
    with pytest.raises(ZeroDivisionError), writing(store):
        yield
        raise ZeroDivisionError
