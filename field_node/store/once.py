"""What a store has answered, kept for as long as nobody writes to it."""

from collections.abc import Callable
from typing import Generic, TypeVar

from field_node.store.connection import Store

Answer = TypeVar("Answer")
_OTHERS = (
    "PRAGMA data_version"  # another one after each commit of another connection (sqlite.org/pragma.html)
)


class Once(Generic[Answer]):
    """`ask` is asked again only after this connection or another has changed the store; within a transaction each time."""

    def __init__(self, store: Store, ask: Callable[[], Answer]) -> None:
        self._store, self._ask = store, ask
        self._seen: tuple[int, int] | None = None
        self._answer: Answer

    def __call__(self) -> Answer:
        conn = self._store.conn
        if conn.in_transaction:
            return self._ask()
        version = self._store.run(_OTHERS)[0][0], conn.total_changes
        if version != self._seen:
            self._answer = self._ask()
            self._seen = version
        return self._answer
