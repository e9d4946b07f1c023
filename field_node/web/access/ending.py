"""Who may end a call: whoever is at the unit that called, a koordinator for any, and the center; nobody else by mistake."""

from field_node.records.record import InvalidRecord, Record, blocks
from field_node.records.sos import SosEnd
from field_node.web.access.roles import may
from field_node.web.access.visitor import Standing, visitor_here
from field_node.web.desk import Desk


def may_end(desk: Desk, caller: int) -> bool:
    """Whether this visitor may end a call of that unit."""
    if caller == desk.unit:
        return True
    visitor = visitor_here()
    if visitor.standing is Standing.UNGUARDED:
        return True
    return visitor.person is not None and may(visitor.person.role, "koordinator")


def refuse_foreign_end(desk: Desk, record: Record) -> None:
    """Raises InvalidRecord for the end of another unit's call by somebody who may not end it."""
    named = record.sos if isinstance(record, SosEnd) else None  # None too while the form leaves it open
    if named is not None and not may_end(desk, named.unit):
        raise InvalidRecord((blocks("sos_unit_lain", "sos"),))
