"""Who is behind this request: which tablet, and which person signed in on it."""

import hmac
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

from flask import current_app, g, request

from field_node.store import crew, sessions, tablets
from field_node.store.crew import Person
from field_node.store.errors import StoreError
from field_node.store.sessions import Session
from field_node.store.tablets import Tablet
from field_node.store.tick import tick
from field_node.web.access.badge import Badges, proof
from field_node.web.access.roles import label
from field_node.web.desk import Desk, here

TOLD_EVERY_S = 60
"""Signs of life are written down this often at most: each is a commit."""


class Standing(Enum):
    """What a request is before anybody asks for a role."""

    UNGUARDED = "no tablet was ever paired: everybody on the hotspot is let in"
    STRANGER = "not a tablet of this unit"
    REVOKED = "a tablet that was lost"
    PAIRED = "a tablet of this unit"


@dataclass(frozen=True, slots=True)
class Visitor:
    """`person`: who is signed in. `fresh`: they typed their PIN in this very request."""

    standing: Standing
    tablet: Tablet | None = None
    person: Person | None = None
    fresh: bool = False

    @property
    def name(self) -> str:
        """Name and role for the head of a page, "" while nobody is signed in."""
        return f"{self.person.name} · {label(self.person.role)}" if self.person else ""


def badges_here() -> Badges:
    """The unit's badges."""
    if "badges" not in g:
        g.badges = Badges(here().store.locker.pages_key)
    found: Badges = g.badges
    return found


def visitor_here() -> Visitor:
    """Who asks; looked up once a request. Raises StoreError."""
    if "visitor" not in g:
        g.visitor = _seen(here())
    found: Visitor = g.visitor
    return found


def _seen(desk: Desk) -> Visitor:
    if not tablets.any_paired(desk.store):
        return Visitor(Standing.UNGUARDED)
    tablet = _tablet(desk)
    if tablet is None:
        return Visitor(Standing.STRANGER)
    if tablet.revoked_at is not None:
        return Visitor(Standing.REVOKED, tablet)
    return Visitor(Standing.PAIRED, tablet, _person(desk, tablet))


def _tablet(desk: Desk) -> Tablet | None:
    badges = badges_here()
    claim = badges.read_tablet(request.cookies.get(badges.tablet_cookie, ""))
    found = tablets.tablet(desk.store, claim.number) if claim else None
    ours = claim and found and hmac.compare_digest(found.proof, proof(claim.secret))
    return found if ours else None


def _person(desk: Desk, tablet: Tablet) -> Person | None:
    found = sessions.session(desk.store, tablet.number)
    if found is None or not _signed_in(found) or not _stands(desk, found):
        return None
    person = crew.person(desk.store, found.person)
    return person if person and person.revoked_at is None else None


def _signed_in(found: Session) -> bool:
    secret = request.cookies.get(badges_here().session_cookie, "")
    return hmac.compare_digest(found.proof, proof(secret.encode()))


def _stands(desk: Desk, found: Session) -> bool:
    """A unit that cannot write down who is active ends nobody's session for that."""
    idle_s = sessions.LONGEST_S if desk.door.fault else current_app.config["IDLE_S"]
    return found.stands(tick(desk.clock), idle_s)


def tell_alive(visitor: Visitor) -> None:
    """Writes down that the tablet was here, and that the person did something: opened or sent a page, not a script's poll."""
    desk, tablet = here(), visitor.tablet
    if tablet is None or desk.door.fault:
        return
    with suppress(StoreError):  # a full card ends no work
        if not 0 <= desk.now - tablet.seen_at < TOLD_EVERY_S:
            tablets.seen(desk.door.writer, tablet.number, at=desk.now)
        if visitor.person and _by_hand():
            _touch(desk, tablet)


def _by_hand() -> bool:
    return request.method == "POST" or request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _touch(desk: Desk, tablet: Tablet) -> None:
    now, found = tick(desk.clock), sessions.session(desk.store, tablet.number)
    often = min(TOLD_EVERY_S, current_app.config["IDLE_S"] / 4)
    if found and found.idle_s(now) >= often:
        sessions.touch(desk.door.writer, tablet.number, now=now)
