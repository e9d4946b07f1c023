"""The one door for frames: POST /v1/frames takes a bundle from anybody and answers with a bundle."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from threading import BoundedSemaphore, Event

from flask import Blueprint, Request, Response, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import ClientDisconnected

from sync.bundle import MEDIA_TYPE, BundleReader, write_bundle
from sync.center.answer import Answer, broadcasts, receipts
from sync.center.asked import Asked
from sync.center.enrolment import NoSuchUnit, current_leaf
from sync.center.examine import Junk
from sync.center.limits import Buckets, Limits
from sync.center.offers import Offers
from sync.center.problems import Problem
from sync.center.receive import Taken, take
from sync.center.store import Center
from sync.errors import BadFrame
from sync.frames import INTERNET_MTU, LORA_MTU

LARGEST = 1 << 20
MOST_FRAMES = 8_000
PIECE = 1 << 16
BUSY_S = 5
PREFLIGHT_S = 86_400
POLL_S = 1.0
"""How often a long poll looks for what another process issued."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Body:
    """The whole frames that came, and the bytes of a torn tail."""

    frames: tuple[bytes, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Way:
    """Who asks, and for frames of which size. Radio: a gateway, which puts the answer on air."""

    address: str
    mtu: int

    @property
    def is_radio(self) -> bool:
        return self.mtu <= LORA_MTU


class Door:
    """One door for all threads of a process. `clock`: UTC seconds; `timer`: seconds that never jump.

    Once `stop` is set nobody waits any longer: who does is answered at the next `center.wake()`.
    """

    def __init__(
        self,
        center: Center,
        limits: Limits,
        *,
        clock: Callable[[], float],
        timer: Callable[[], float],
        stop: Event,
    ) -> None:
        self._center, self._limits, self._clock, self._timer = center, limits, clock, timer
        self._stop = stop
        self._requests, self._junk = Buckets(limits.requests), Buckets(limits.junk)
        self._idle = Buckets(limits.idle)
        self._frames, self._entries = Buckets(limits.frames), Buckets(limits.entries)
        self._waiters = BoundedSemaphore(limits.waiters)
        self._offers = Offers(center)

    def post(self) -> Response:
        way = Way(request.remote_addr or "", _mtu(request.args.get("mtu", "")))
        self._admit(way.address)
        body = _read_body(request)
        now = int(self._clock())
        try:
            taken = self._take(body, way, now)
            slips = receipts(self._center, taken.heard, mtu=way.mtu, now=now)
            said = self._said(taken, way)
        except (DBAPIError, NoConnection) as error:
            _log.warning("store does not commit: %s", type(error).__name__)
            raise Problem(503, "the store cannot commit now", retry_s=BUSY_S) from error
        return self._with_leaf(_response(slips, said, taken, body.left), now)

    def _with_leaf(self, answer: Response, now: int) -> Response:
        """`leaf=N`: the certificate of that unit's pages goes along, for a carrier that comes only here."""
        number = request.args.get("leaf", "")
        if re.fullmatch(r"\d{1,5}", number, re.ASCII):
            with suppress(NoSuchUnit):
                pem = current_leaf(self._center, int(number), now=now).decode()
                answer.headers["Tagana-Leaf"] = "".join(pem.split("\n")[1:-2])
        return answer

    def _admit(self, carrier: str) -> None:
        now = self._timer()
        self._requests.spend(carrier, 1, now)
        for buckets in (self._requests, self._junk, self._idle):
            if buckets.left(carrier, now) < 0:
                raise Problem(429, "too much from this address", retry_s=buckets.wait_s(carrier, now))

    def _take(self, body: Body, way: Way, now: int) -> Taken:
        left = int(self._junk.left(way.address, self._timer()))
        junk = Junk(max(left, 1))
        frames = self._within_quota(body.frames)
        taken = take(
            self._center,
            frames,
            carrier="radio" if way.is_radio else "https",
            now=now,
            junk=junk,
            most_entries=int(self._limits.entries.burst),
        )
        self._charge(taken, way.address, searched=max(left, 1) - junk.left)
        return taken

    def _charge(self, taken: Taken, carrier: str, *, searched: int) -> None:
        """A unit pays for what it has proven to have brought, the carrier for all else: anybody can repeat a frame."""
        now, counts = self._timer(), taken.counts
        self._junk.spend(carrier, searched, now)
        self._idle.spend(carrier, counts.known + counts.refused, now)
        for unit, (frames, entries) in taken.brought.items():
            self._frames.spend(unit, frames, now)
            self._entries.spend(unit, entries, now)

    def _within_quota(self, frames: tuple[bytes, ...]) -> tuple[bytes, ...]:
        """Without those of units that brought far more than they may; raises Problem when nothing is left."""
        now = self._timer()
        over = {sender: self._wait_of(sender, now) for sender in {frame[1:3] for frame in frames}}
        kept = tuple(frame for frame in frames if not over[frame[1:3]])
        if frames and not kept:
            raise Problem(429, "too much from this unit", retry_s=min(over.values()))
        return kept

    def _wait_of(self, sender: bytes, now: float) -> int:
        """Seconds until that unit may bring something again, 0: now."""
        unit = int.from_bytes(sender, "big")
        spent = [kept for kept in (self._frames, self._entries) if kept.left(unit, now) < 0]
        return max((kept.wait_s(unit, now) for kept in spent), default=0)

    def _said(self, taken: Taken, way: Way) -> Answer:
        """The center's own entries that the askers lack; waits for one where it was asked to."""
        if not taken.asked:
            return Answer((), False)
        said = self._lacking(taken.asked, way)
        wait_s = min(_wait_s(request.headers.get("Prefer", "")), self._limits.wait_s)
        if said.frames or wait_s <= 0 or taken.counts.new > 1 or not self._waiters.acquire(blocking=False):
            return said
        try:
            return self._wait(taken.asked, wait_s, way)
        finally:
            self._waiters.release()

    def _lacking(self, asked: Sequence[Asked], way: Way) -> Answer:
        now = int(self._clock())
        if way.is_radio:
            return self._offers.choose(asked, carrier=way.address, now=now)
        return broadcasts(self._center, min(one.upto for one in asked), mtu=way.mtu, now=now)

    def _wait(self, asked: Sequence[Asked], wait_s: float, way: Way) -> Answer:
        end = self._timer() + wait_s
        while True:
            rest_s = end - self._timer()
            said = self._lacking(asked, way)
            if said.frames or rest_s <= 0 or self._stop.is_set():
                return said
            self._rest(min(rest_s, POLL_S))

    def _rest(self, rest_s: float) -> None:
        with self._center.news:
            if not self._stop.is_set():
                self._center.news.wait(rest_s)


def door_blueprint(door: Door) -> Blueprint:
    blueprint = Blueprint("door", __name__)
    blueprint.post("/v1/frames", provide_automatic_options=False)(door.post)
    blueprint.route("/v1/frames", methods=["OPTIONS"])(_preflight)
    blueprint.after_request(_open_to_pages)
    return blueprint


def _preflight() -> Response:
    """A browser asks before a page of another origin posts: a tablet that carries for its unit does."""
    allowed = {
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "Content-Type",
        "Access-Control-Max-Age": str(PREFLIGHT_S),
    }
    return Response(status=204, headers=allowed)


def _open_to_pages(answer: Response) -> Response:
    """Any page may knock here, as anybody may; without cookies, and it reads no more than a carrier is told."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "Tagana-Counts, Tagana-More, Tagana-Leaf, Retry-After"
    return answer


def _mtu(text: str) -> int:
    if not text:
        return INTERNET_MTU
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and LORA_MTU <= int(text) <= INTERNET_MTU):
        raise Problem(400, f"mtu: a whole number from {LORA_MTU} to {INTERNET_MTU}")
    return int(text)


def _wait_s(prefer: str) -> float:
    """RFC 7240, `wait=25`; 0 for anything else."""
    found = re.search(r"(?:^|[,;\s])wait\s*=\s*(\d{1,4})(?:$|[,;\s])", prefer, re.ASCII)
    return float(found[1]) if found else 0.0


def _read_body(asked: Request) -> Body:
    """The frames that came, also when the connection broke. Raises Problem for what is no bundle or too large."""
    if (asked.content_length or 0) > LARGEST:
        raise Problem(413, f"at most {LARGEST} bytes")
    reader = BundleReader()
    frames: list[bytes] = []
    try:
        for piece in _pieces(asked):
            frames += reader.feed(piece)
        left = reader.finish()
    except BadFrame as bad:
        raise Problem(400, "not a bundle of frames") from bad
    if len(frames) > MOST_FRAMES:
        raise Problem(413, f"at most {MOST_FRAMES} frames")
    return Body(tuple(frames), left)


def _pieces(asked: Request) -> Iterator[bytes]:
    size = 0
    while True:
        try:
            piece = asked.stream.read(PIECE)
        except (ClientDisconnected, OSError):
            return
        if not piece:
            return
        size += len(piece)
        if size > LARGEST:
            raise Problem(413, f"at most {LARGEST} bytes")
        yield piece


def _response(slips: tuple[bytes, ...], said: Answer, taken: Taken, left: int) -> Response:
    response = Response(write_bundle((*slips, *said.frames)), content_type=MEDIA_TYPE)
    counts = {**asdict(taken.counts), "left": left}
    response.headers["Tagana-Counts"] = ", ".join(f"{name}={count}" for name, count in counts.items())
    if said.more:
        response.headers["Tagana-More"] = "?1"
    response.headers["Cache-Control"] = "no-store"
    return response
