"""What every open page asks again and again: that the unit is here, what waits, who calls for help, what wants an answer."""

import hashlib
from typing import Any

import msgspec
from flask import Blueprint, Response, request

from field_node.web.choices import incident_of
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.kept.asked import asks
from field_node.web.kept.attention import sos_calls
from field_node.web.said.marks import unsent
from field_node.web.tablet import lists
from field_node.web.unit import center
from field_node.web.unit.restored import is_restored

blueprint = Blueprint("state", __name__)
NOW = "X-Kini"
"""UTC seconds of the unit's clock when it answered: tablets count ages from it, their own clock may be wrong."""
GRAIN_S = 60
"""Contact with the center is told to the minute: a link that works would else make every answer a new one."""


@blueprint.get("/api/keadaan")
@role("tablet")
def state() -> Response:
    """Instants, never ages: the tag stays while nothing changed, and 304 answers whoever has it."""
    desk = here()
    body = msgspec.json.encode(told(desk))
    answer = Response(body, mimetype="application/json", headers={NOW: str(desk.now)})
    answer.set_etag(hashlib.sha256(body).hexdigest()[:16])
    answer.make_conditional(request)
    return answer


def told(desk: Desk) -> dict[str, Any]:
    """The state in the language of the tablet."""
    counts, calls, wanted = desk.counts(), sos_calls(desk), asks(desk)
    chosen, contact = incident_of(request, desk.names), center.contact_at(desk)
    return {
        "menunggu": counts.waiting + counts.photos,
        "teks": unsent(counts, restored=is_restored(desk)),
        "tenang": not counts.waiting and not counts.photos and not calls,
        "kontak": contact and contact // GRAIN_S * GRAIN_S,
        "belum": center.never(desk),
        "sos": [{"alamat": one.page, "teks": one.text, "pada": one.at} for one in calls],
        "tugas": wanted.tasks,
        "peringatan": wanted.warnings,
        "daftar": lists.tag(desk.store),
        "kejadian": str(chosen or ""),
        "nama_kejadian": desk.names.title(chosen) if chosen else "",
    }
