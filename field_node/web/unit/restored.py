"""A unit that was put back from a backup: what is known since then, and what is not."""

from field_node.records.kinds import Ref
from field_node.store import outbox
from field_node.web.desk import Desk
from field_node.web.said.language import _
from field_node.web.unit.rows import time_of, whole_of

ROW = "pemulihan"


def told(desk: Desk) -> str:
    """From which backup, when, and that nobody here knows what was recorded after it; "" when it never was put back."""
    said = desk.status(ROW)
    made_at = time_of(said, "made_at")
    if said is None or made_at is None:
        return ""
    when = {"from": desk.zone.long(made_at), "age": desk.age(int(said["at"]))}
    return " ".join(
        (
            _("Unit ini dipulihkan %(age)s dari cadangan %(from)s.") % when,
            _(
                "Yang dicatat sesudah cadangan itu tidak ada di unit ini; di pusat hanya bila dulu sudah terkirim."
            ),
            *(() if has_answered(desk) else (_("Pusat belum menjawab sejak unit dipulihkan."),)),
        )
    )


def is_restored(desk: Desk) -> bool:
    """Numbers of this unit were left out: what they were given to before may be lost."""
    return desk.status(ROW) is not None


def has_answered(desk: Desk) -> bool:
    """The center has receipted the record that told it of the restore: what came before may be of another time."""
    said = desk.status(ROW)
    first = Ref(desk.unit or 0, whole_of(said, "stop"))
    state = outbox.state(desk.store, (first,)).get(first)
    return state is not None and state.word in outbox.THERE
