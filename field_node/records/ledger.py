"""What the ledgers of goods say to a record that moves some."""

from typing import NamedTuple, Protocol

from field_node.records.kinds import Ref


class Booked(NamedTuple):
    """Goods that are in the book of a store. `left`: base units on its shelf; `since`: when they moved last, UTC seconds."""

    left: int
    since: int


class Ledger(Protocol):
    """The part of the picture that concerns goods."""

    def balance(self, place: Ref, item: int, batch: str) -> int:
        """Goods on the shelf, base units; 0 when there never were any. `batch` is "" for goods without one."""

    def booked(self, place: Ref, item: int, batch: str) -> Booked | None:
        """Goods of which some lie there or an opening balance is in force; None of all others.

        None also when the entry that the record will correct is such an opening of them.
        """

    def received(self, sent: Ref) -> bool:
        """True when a live terima_kiriman, or the center's word of one, names that kirim: its goods have arrived elsewhere."""

    def accounted(self, sent: Ref) -> int:
        """Base units of that kirim that live arrivals, or the center's word of them, call received, broken or missing."""

    def came_there(self) -> int:
        """Base units of the kirim that the record will correct that came whole or broken where it was bound."""

    def came_back(self, went: Ref | None = None) -> int:
        """Base units of that movement, or of the one that the record will correct, that live kembali and retur brought."""
