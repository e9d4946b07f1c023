"""Lines of a paper that are not voided alone: those beside them are looked at here, the rule is of the record."""

from field_node.records.movement import Movement
from field_node.records.movement_changes import left_behind
from field_node.records.record import Entry, InvalidRecord
from field_node.store import papers
from field_node.web.desk import Desk


def demand_alone(desk: Desk, entry: Entry) -> None:
    """Raises InvalidRecord when a void of that line alone would make goods, or take along how many the paper served."""
    found = papers.paper(desk.store, entry.ref) if isinstance(entry.record, Movement) else None
    others = [line for one, line in found.lines if one.ref != entry.ref] if found else []
    if isinstance(entry.record, Movement) and (wrong := tuple(left_behind(entry.record, others))):
        raise InvalidRecord(wrong)
