"""Signing in: a PIN along with any form, the cookies that follow, and the end of a sign-in."""

from flask import Response, g, request
from werkzeug.datastructures import ImmutableMultiDict

from field_node.store import crew, sessions, tries
from field_node.store.tablets import Tablet
from field_node.store.tick import tick
from field_node.web.access import pins
from field_node.web.access.badge import SECRET_SIZE, Badges, Claim, proof
from field_node.web.access.visitor import Standing, Visitor, badges_here
from field_node.web.desk import Desk, here
from field_node.web.typed import PERSON, PIN, SIGN_IN, typed

TABLET_LASTS_S = 400 * 86_400  # the most that Chrome keeps; begins anew with each sign-in


class WrongPin(Exception):
    """The PIN is not that person's, or there is no such person."""

    permanent = True


def brought_pin() -> bool:
    """True when somebody signs in by this form."""
    return request.method == "POST" and PIN in request.form


def sign_in(desk: Desk, tablet: Tablet) -> Visitor:
    """Signs in by the PIN in the form, and takes it out of the form. Raises Paused, WrongPin, StoreError."""
    number, pin = _who()
    checked(desk, tablet, number, pin)
    _begin(desk, tablet, number)
    request.form = ImmutableMultiDict(typed(request.form, SIGN_IN))
    return Visitor(Standing.PAIRED, tablet, crew.person(desk.store, number), fresh=True)


def checked(desk: Desk, tablet: Tablet, number: int, pin: str) -> None:
    """Returns for the right PIN. The try is counted before it is looked at. Raises Paused, WrongPin, StoreError."""
    what, now = tries.pair(tablet.number, number), tick(desk.clock)
    tries.charge(desk.door.writer, what, now)
    if not pins.matches(crew.pin_of(desk.store, number), pin, badges_here()):
        raise WrongPin(what)
    tries.clear(desk.door.writer, what, now)


def _who() -> tuple[int, str]:
    number = request.form.get(PERSON, "")
    found = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    return found, request.form[PIN].strip()[: pins.MOST + 1]


def _begin(desk: Desk, tablet: Tablet, number: int) -> None:
    """A secret of its own for each sign-in: a cookie that somebody planted before is worth nothing."""
    secret = desk.chance(SECRET_SIZE).hex()
    sessions.begin(desk.door.writer, tablet.number, number, proof(secret.encode()), now=tick(desk.clock))
    g.session_secret = secret


def give_session(desk: Desk, tablet: Tablet, number: int) -> None:
    """Signs in whoever has just chosen a PIN on this tablet."""
    _begin(desk, tablet, number)


def give_tablet(badges: Badges, claim: Claim) -> None:
    """The answer to this request makes the browser a paired tablet."""
    g.tablet_badge = badges.tablet(claim)


def keep_cookies(answer: Response) -> Response:
    """Sets the cookies that this request has earned, and renews the tablet's at each sign-in."""
    if "tablet_badge" not in g and "session_secret" not in g:
        return answer
    badges = badges_here()
    badge = g.get("tablet_badge") or request.cookies.get(badges.tablet_cookie, "")
    _set(answer, badges.tablet_cookie, badge, TABLET_LASTS_S)
    if "session_secret" in g:
        _set(answer, badges.session_cookie, g.session_secret, sessions.LONGEST_S)
    return answer


def drop_cookies(answer: Response) -> Response:
    """A revoked tablet keeps nothing: cookies, pages, and what it held back for sending."""
    badges = badges_here()
    for name in (badges.tablet_cookie, badges.session_cookie):
        answer.delete_cookie(name, secure=request.is_secure, httponly=True, samesite="Strict")
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


def sign_out(tablet: Tablet) -> None:
    """Ends what is open on the tablet."""
    sessions.end(here().door.writer, tablet.number)


def _set(answer: Response, name: str, value: str, lasts_s: int) -> None:
    answer.set_cookie(
        name, value, max_age=lasts_s, secure=request.is_secure, httponly=True, samesite="Strict"
    )
