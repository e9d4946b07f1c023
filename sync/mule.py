"""What a tablet carries for this unit: frames, sealed once for all who carry them, and the answers that one brings home."""

import base64
import logging
import textwrap
from collections.abc import Mapping

from field_node.store import mule, outbox, requests
from field_node.store.requests import Request
from sync.bundle import read_bundle, write_bundle
from sync.errors import BadFrame, CannotSend
from sync.frames import INTERNET_MTU, Kind, parse_header
from sync.leaf import BadLeaf
from sync.renewal import keep_better
from sync.session import Sealed
from sync.standing import SENTENCES
from sync.unit_end import UnitEnd

CARRIER = "tablet"
_log = logging.getLogger(__name__)
SPARE = 4_096
"""Bytes of a load that are left for magic, lengths and the digest."""


class Mule:
    """What was sealed stays here until the center has it: eight tablets carry the same frames under the same counters."""

    def __init__(self) -> None:
        self._sealed: tuple[Sealed, ...] = ()

    def grant(self, end: UnitEnd) -> None:
        """Does what tablets asked for since; of what they brought home one bundle: its frames may be forged, and cost seconds."""
        if home := requests.take(end.store, at=end.now(), kind=mule.HOME):
            self._answer(end, home)
        while load := requests.take(end.store, at=end.now(), kind=mule.LOAD):
            self._answer(end, load)

    def _answer(self, end: UnitEnd, request: Request) -> None:
        result, blob = self._done(end, request)
        requests.done(end.store, request.id, result, at=end.now(), blob=blob)
        mule.lighten(end.store)

    def _done(self, end: UnitEnd, request: Request) -> tuple[Mapping[str, object], bytes | None]:
        if request.kind == mule.HOME:
            return _home(end, request.body), None
        try:
            return self._load(end)
        except CannotSend as error:
            return {"ok": False, "problem": SENTENCES.get(error.reason, error.reason)}, None

    def _load(self, end: UnitEnd) -> tuple[Mapping[str, object], bytes | None]:
        """All that the center has not receipted, as far as a load goes, and a DIGEST that asks for a receipt and for news."""
        if stopped := end.stopped():
            return {"ok": False, "problem": SENTENCES.get(stopped, stopped)}, None
        waiting = {one.seq for one in outbox.pending(end.store)}
        kept = tuple(one for one in self._sealed if one.seqs & waiting)
        room = mule.LARGEST - SPARE - sum(_size(one) for one in kept)
        covered = {seq for one in kept for seq in one.seqs}
        due = [one for one in end.waiting(mule.LARGEST) if one.seq not in covered]
        self._sealed = (*end.sealed(due, room=room, mtu=INTERNET_MTU, full=True), *kept)
        held = {seq for one in self._sealed for seq in one.seqs} & waiting
        frames = sorted((one.frame for one in self._sealed), key=_is_no_call)
        data = write_bundle([*frames, end.digest()])
        return {"ok": True, "entries": len(held), "left": len(waiting) - len(held)}, data


def _home(end: UnitEnd, told: Mapping[str, object]) -> Mapping[str, object]:
    """The answers of the center, taken as from any carrier: what is not its word changes nothing."""
    try:
        frames = read_bundle(base64.b64decode(str(told.get("bundle", "")))).frames
    except (BadFrame, ValueError):
        return {"ok": False}
    taken = end.take(frames, carrier=CARRIER)
    if told.get("leaf"):
        _renew(end, str(told["leaf"]))
    return {"ok": True, "receipt": taken.receipt, "entries": taken.entries}


def _renew(end: UnitEnd, told: str) -> None:
    """The certificate of the pages that came along (DER in base64), if it is better than ours."""
    lines = "\n".join(textwrap.wrap(told, 64))
    try:
        keep_better(end, f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n".encode())
    except (BadLeaf, OSError) as error:
        _log.warning("the certificate that a tablet brought is not taken: %s", error)


def _size(one: Sealed) -> int:
    return len(one.frame) + 2


def _is_no_call(frame: bytes) -> bool:
    """Calls for help come first: a tablet may reach the center for a moment only."""
    return parse_header(frame).kind is not Kind.SOS
