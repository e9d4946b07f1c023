"""What the queue is made of: by class of urgency, how many wait for which way."""

from typing import NamedTuple

from field_node.records.record import Urgency
from field_node.store.connection import Store

UNTRIED, ON_LINE, QUEUED, SENT, ENTRUSTED = (
    "di_unit",
    "antre_internet",
    "antre_radio",
    "dipancarkan",
    "dititipkan",
)
FIGURES = "angka_diterima"
CLOSED = "hanya_internet"
"""It was announced that these do not come by radio."""


class Waits(NamedTuple):
    """So many entries of a class wait in the same way: a word of `outbox.State`, or CLOSED."""

    urgency: Urgency
    way: str
    many: int


def by_class(store: Store) -> list[Waits]:
    """The whole queue in sums, the most urgent class first."""
    return [Waits(Urgency(row[0]), row[1], row[2]) for row in store.run(_BY_CLASS)]


_BY_CLASS = f"""
SELECT class, CASE WHEN state >= 2 THEN '{FIGURES}' WHEN radio = 3 THEN '{ENTRUSTED}' WHEN radio = 2 THEN '{SENT}'
WHEN closed = 1 THEN '{CLOSED}' WHEN radio = 1 THEN '{QUEUED}' WHEN state = 1 THEN '{ON_LINE}' ELSE '{UNTRIED}' END AS way,
count(*) FROM waiting GROUP BY class, way ORDER BY class, way
"""
