"""The center's word of what arrived of our shipments, by the line that it speaks of."""

from dataclasses import dataclass

from field_node.records import number_of
from field_node.records.delivery_news import DeliveryNews
from field_node.records.kinds import Ref
from field_node.store import views
from field_node.store.connection import Store
from field_node.store.picking import names

ACCOUNTED = (
    "CASE WHEN EXISTS (SELECT 1 FROM kabar_kiriman) THEN COALESCE((SELECT d.diterima + d.rusak + d.kurang FROM newest n"
    " CROSS JOIN kabar_kiriman d ON d.entry_unit = n.unit AND d.entry_seq = n.seq AND d.barang = {item}"
    f" WHERE n.type = {number_of(DeliveryNews)} AND n.key = '[\"' || {{unit}} || '-' || {{seq}} || '\"]'), 0)"
    " ELSE 0 END"
)
"""SQL: base units of that item which arrived of that line, by the center's newest word of it; asked line by line only where there are words."""


@dataclass(frozen=True, slots=True)
class Word:
    """What the center says of a line under one of its names. `said_at`: UTC seconds."""

    news: DeliveryNews
    said_at: int

    @property
    def unit(self) -> int:
        """Who recorded the newest of these arrivals, as far as the center says."""
        return self.news.terima.unit if self.news.terima is not None else 0


def words(store: Store, line: Ref) -> list[Word]:
    """What the center says to have arrived of that line, whatever name of it the arrivals say."""
    found = (views.newest(store, DeliveryNews, name) for name in names(store, line))
    return [
        Word(one.record, one.made_at)
        for one in found
        if one is not None and isinstance(one.record, DeliveryNews) and one.record.arrived()
    ]
