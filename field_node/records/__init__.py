"""The register: number on the wire -> record type. The one place to add a type; numbers are never reused."""

from collections.abc import Iterator
from contextlib import contextmanager

from field_node.records.balance import Balance
from field_node.records.casualties import Casualties
from field_node.records.correction import TimeCorrection, Void
from field_node.records.damage import Damage
from field_node.records.delivery_news import DeliveryNews
from field_node.records.directory import KamusLine, Unit
from field_node.records.forecast import Forecast
from field_node.records.handover import Recipient, Signature
from field_node.records.headcount import Headcount
from field_node.records.incident import Incident, IncidentStatus
from field_node.records.kitchen import Kitchen
from field_node.records.message import Message
from field_node.records.movement import Movement
from field_node.records.need import Need, NeedStatus
from field_node.records.person import Someone
from field_node.records.photo import Photo
from field_node.records.place import Place, PlaceMerge
from field_node.records.position import Position
from field_node.records.psychosocial import Psychosocial
from field_node.records.record import Record
from field_node.records.report import Report, ReportStatus
from field_node.records.request import Request
from field_node.records.site import Site
from field_node.records.sos import Sos, SosEnd
from field_node.records.task import Task, TaskAnswer
from field_node.records.verification import Verification
from field_node.records.warning import Alert, AlertAnswer

TYPES: dict[int, type[Record]] = {
    1: Position,
    2: Place,
    3: Headcount,
    4: Casualties,
    5: Damage,
    6: Site,
    7: Need,
    8: Kitchen,
    9: Psychosocial,
    10: Movement,
    11: Balance,
    12: Request,
    13: Someone,
    14: Message,
    15: Sos,
    16: Task,
    17: TaskAnswer,
    18: Alert,
    19: AlertAnswer,
    20: Report,
    21: ReportStatus,
    22: Verification,
    23: PlaceMerge,
    24: Void,
    25: TimeCorrection,
    26: Incident,
    27: IncidentStatus,
    28: Unit,
    29: KamusLine,
    30: NeedStatus,
    31: SosEnd,
    32: Photo,
    33: Forecast,
    34: Recipient,
    35: Signature,
    36: DeliveryNews,
}


def number_of(record_type: type[Record]) -> int:
    """The type's number on the wire. Raises KeyError for a type that is not registered."""
    return {kind: number for number, kind in TYPES.items()}[record_type]


def type_by_slug(slug: str) -> type[Record]:
    """The type of that name in tables, addresses and the API. Raises KeyError."""
    return {kind.about.slug: kind for kind in TYPES.values()}[slug]


@contextmanager
def registered(number: int, record_type: type[Record]) -> Iterator[None]:
    """Adds a type for a while: drills and tests declare their own. Raises KeyError when the number is taken."""
    if number in TYPES:
        raise KeyError(number)
    TYPES[number] = record_type
    try:
        yield
    finally:
        del TYPES[number]
