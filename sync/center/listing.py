"""The units as the operator at the console sees them: who is live, when each was last heard and how, who lacks the newest key."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from field_node.web.said import times
from sync.center.schema import FRAME, UNIT
from sync.center.state import read_operation

BY = {"https": "internet", "radio": "radio", "file": "berkas", "held": "berkas tertahan"}
"""carrier of a frame -> the word of the console"""


@dataclass(frozen=True, slots=True)
class Line:
    """`heard_at`: when its newest frame came, UTC seconds, None while none did; `carrier`: what brought that."""

    number: int
    name: str
    standing: str
    heard_at: int | None
    carrier: str
    epoch: int
    lacks_key: bool

    def text(self, now: int) -> str:
        heard = "belum pernah terdengar"
        if self.heard_at is not None:
            heard = f"terdengar {times.ago(max(0, now - self.heard_at))} lewat {BY.get(self.carrier, self.carrier)}"
        key = f", belum memakai kunci terbaru (masih nomor {self.epoch})" if self.lacks_key else ""
        return f"{self.number}  {self.standing}  {heard}{key}  {self.name}"


def unit_lines(conn: Connection) -> Iterator[Line]:
    """Every unit that was ever enrolled, by number."""
    newest = read_operation(conn).epoch
    for row in conn.execute(select(UNIT).order_by(UNIT.c.number)).all():
        of = FRAME.c.unit == row.number, FRAME.c.counter >= 0
        last = select(FRAME.c.at, FRAME.c.carrier).where(*of).order_by(FRAME.c.counter.desc()).limit(1)
        heard = conn.execute(last).first()
        yield Line(
            number=row.number,
            name=row.name,
            standing=_standing(row.revoked_at, row.quarantined_at),
            heard_at=heard.at if heard else row.heard_at,
            carrier=heard.carrier if heard else "",
            epoch=row.epoch,
            lacks_key=row.epoch < newest and row.revoked_at is None,
        )


def _standing(revoked_at: int | None, quarantined_at: int | None) -> str:
    if revoked_at is not None:
        return "dicabut"
    return "berlaku" if quarantined_at is None else "karantina"
