"""Photos to the center: after the records, over internet alone, piece by piece, each proven by the center's own answer."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from field_node.store.connection import writing
from field_node.store.photos import ledger
from field_node.store.photos.shelf import Damaged, Shelf
from sync import session
from sync.errors import LinkDown, SyncError
from sync.links import LinkTrouble
from sync.links.errand import Errand, Ring, no_bell
from sync.links.files import Answered
from sync.photos.pace import moved
from sync.seal.files import NONCE_SIZE, Asked, Said, fits
from sync.session import SHORT_S, Chance, State
from sync.unit_end import UnitEnd

TICK_S, IDLE_S = 0.25, 5.0
LOOKED_AT = 32
PUT_OFF_S = {"unknown": 300.0, "wrong": 300.0, "size": 3_600.0}
"""So long the next photo has its turn instead."""
UNREADABLE_S = 3_600.0
STOPPED_S = {"quota": 3_600.0, "full": 300.0, "revoked": 900.0, "quarantined": 900.0}
"""So long none is tried."""
TIDY_S, BEGUN_LASTS_S = 600.0, 86_400.0
Ask = Callable[[Asked, bytes], Answered]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Upload:
    """The photo that is being sent. `content` None: it can only be asked about. `have`: bytes at the center, None while nobody has asked."""

    digest: bytes
    content: bytes | None
    have: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a step is handed. `nonce(n)`: n bytes that never come again; `wall`: UTC seconds of the machine."""

    monotonic: Callable[[], float]
    chance: Chance
    nonce: Callable[[int], bytes]
    wall: Callable[[], float]
    ring: Ring = no_bell


class Courier:
    """`quiet`: whether the line is free for what is no record. No step waits for an answer."""

    def __init__(
        self, end: UnitEnd, ask: Ask, shelf: Shelf, *, quiet: Callable[[], bool], around: Around
    ) -> None:
        self._end, self._ask, self._shelf, self._quiet, self._around = end, ask, shelf, quiet, around
        self._errand = Errand[Answered](around.ring)
        self._state = State()
        self._upload: Upload | None = None
        self._out: tuple[Asked, float] | None = None
        self._later: dict[bytes, float] = {}
        self._tidy_at = self._stopped_until = float("-inf")

    @property
    def waits(self) -> bool:
        """Something is on its way whose answer was not taken yet."""
        return self._errand.waits

    def wake(self) -> None:
        """The center has just answered elsewhere: no long rest any more."""
        soon = self._now() + SHORT_S
        self._state = replace(self._state, rest_until=min(self._state.rest_until, soon))

    def step(self) -> float:
        """Takes the answer that came, or sends at most one piece; the seconds to rest."""
        came = self._errand.take()
        if came is not None:
            self._heard(came)
            return 0.0
        self._tidy()
        if self.waits or self._rests():
            return TICK_S
        upload = self._next()
        if upload is None:
            return IDLE_S
        if self._quiet():
            self._send(upload)
        return TICK_S

    def _rests(self) -> bool:
        now = self._now()
        return bool(self._end.stopped()) or now < self._stopped_until or session.rest_s(self._state, now) > 0

    # ---- what goes out

    def _next(self) -> Upload | None:
        """The photo that was begun, else the oldest that is due and has its turn."""
        due = [one for one in ledger.due(self._end.store, LOOKED_AT) if self._has_its_turn(one)]
        if self._upload is not None and self._upload.digest in due:
            return self._upload
        self._upload = next((found for one in due if (found := self._opened(one))), None)
        return self._upload

    def _has_its_turn(self, digest: bytes) -> bool:
        return self._later.get(digest, 0.0) <= self._now()

    def _opened(self, digest: bytes) -> Upload | None:
        try:
            content = self._shelf.read(digest)
        except (Damaged, OSError) as error:
            _log.error("photos: a file cannot be read: %s", type(error).__name__)
            content = None
        if content is None and not ledger.is_gone(self._end.store, digest):
            self._later[digest] = self._now() + UNREADABLE_S
            return None
        return Upload(digest, content)

    def _send(self, upload: Upload) -> None:
        """A question first; then the next piece."""
        keys = self._end.enrolled.keys
        nonce = self._around.nonce(NONCE_SIZE)
        asked = Asked(unit=keys.unit, digest=upload.digest, nonce=nonce)
        if upload.content is not None and upload.have is not None:
            piece = upload.content[upload.have : upload.have + self._state.size]
            asked = replace(asked, first=upload.have, total=len(upload.content), piece=piece)
        self._out = asked, self._now()
        self._errand.begin(partial(self._ask, asked, asked.tag(keys.root, keys.operation)))

    # ---- what comes back

    def _heard(self, came: Answered | SyncError) -> None:
        if self._out is None or self._upload is None:
            return
        asked, began = self._out
        self._out = None
        if isinstance(came, Answered) and self._is_proven(asked, came):
            self._believe(asked, came.said, self._now() - began)
        else:
            trouble = LinkTrouble("not_center", "tag") if isinstance(came, Answered) else came
            self._failed(trouble, len(asked.piece))

    def _is_proven(self, asked: Asked, came: Answered) -> bool:
        """Whoever carried the answer could neither write it nor keep it from another day."""
        keys = self._end.enrolled.keys
        return fits(came.tag, asked.answer_tag(keys.root, keys.operation, came.said))

    def _believe(self, asked: Asked, said: Said, took_s: float) -> None:
        if said.state == "complete":
            ledger.note_received(self._end.store, asked.digest, at=self._end.now())
            _log.info("photos: one is at the center, %d bytes", said.total)
            self._upload = None
        elif said.state == "part":
            self._goes_on(asked, said.have, took_s)
        else:
            self._refused(asked, said)

    def _goes_on(self, asked: Asked, have: int, took_s: float) -> None:
        if self._upload is None or self._upload.content is None:
            self._upload, self._later[asked.digest] = None, self._now() + UNREADABLE_S
            return
        if have >= len(self._upload.content):
            self._failed(LinkTrouble("not_center", "have"), 0)
            return
        ledger.note_there(self._end.store, asked.digest, have)
        self._upload = replace(self._upload, have=have)
        self._state = moved(self._state, took_s, len(asked.piece))

    def _refused(self, asked: Asked, said: Said) -> None:
        _log.warning("photos: the center says %s", said.state)
        self._upload, now = None, self._now()
        if said.state in PUT_OFF_S:
            self._later[asked.digest] = now + PUT_OFF_S[said.state]
            ledger.note_there(self._end.store, asked.digest, 0)
        else:
            self._stopped_until = now + STOPPED_S[said.state]

    def _failed(self, error: SyncError, size: int) -> None:
        """No answer came: as with frames; then it is asked what arrived. Raises what is no trouble of the link."""
        if not isinstance(error, LinkDown):
            raise error
        _log.info("photos: no answer: %s", error)
        pause_s = error.retry_after_s if isinstance(error, LinkTrouble) else None
        now, chance = self._now(), self._around.chance
        self._state = session.failed(self._state, now=now, size=size, chance=chance, retry_after_s=pause_s)
        if self._upload is not None:
            self._upload = replace(self._upload, have=None)

    # ---- what goes away

    def _tidy(self) -> None:
        """Files of photos that were taken back, and what a tablet never finished."""
        if self._now() < self._tidy_at:
            return
        self._tidy_at = self._now() + TIDY_S
        try:
            for digest in ledger.nameless(self._end.store):
                self._take_away(digest)
            self._shelf.sweep(self._around.wall() - BEGUN_LASTS_S)
        except OSError as error:
            _log.warning("photos: the folder cannot be tidied: %s", error.strerror)

    def _take_away(self, digest: bytes) -> None:
        """In one transaction: who keeps the same photo again looks inside its own whether the file is still there."""
        with writing(self._end.store):
            if digest in ledger.nameless(self._end.store):
                self._shelf.remove(digest)
                ledger.forget(self._end.store, digest)

    def _now(self) -> float:
        return self._around.monotonic()
