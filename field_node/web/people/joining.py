"""Makes a browser a paired tablet, once for each offer; the first one brings the first person along."""

from contextlib import suppress
from dataclasses import dataclass

from field_node.store import crew, pairing, tablets
from field_node.store.connection import writing
from field_node.store.pairing import OFFER_S, Offer
from field_node.store.tick import tick
from field_node.store.tries import Paused
from field_node.web.access import pins, signing
from field_node.web.access.badge import SECRET_SIZE, Claim, fresh_code, proof
from field_node.web.access.visitor import Visitor, badges_here
from field_node.web.desk import Desk
from field_node.web.people.typed_person import TypedPerson


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer as it is shown, once: the unit keeps neither token nor code."""

    token: str
    code: str


def offered(desk: Desk, visitor: Visitor) -> Shown:
    """A new offer. Raises StoreError."""
    nonce, code = desk.chance(SECRET_SIZE), fresh_code(desk.chance)
    badges, maker = badges_here(), visitor.person.number if visitor.person else None
    number = pairing.make(desk.door.writer, nonce, badges.code(code), now=tick(desk.clock), maker=maker)
    return Shown(badges.offer(Claim(number, nonce)), code)


def offer_of(desk: Desk, token: str) -> Offer | None:
    """The offer behind a token while it stands."""
    claim = badges_here().read_offer(token)
    return pairing.offer(desk.store, claim.number, claim.secret, tick(desk.clock)) if claim else None


def token_of(desk: Desk, code: str) -> str | None:
    """The token of the offer with that short code; a wrong one is counted. Raises StoreError."""
    found = pairing.by_code(desk.door.writer, badges_here().code(code), tick(desk.clock))
    return badges_here().offer(Claim(found.id, found.nonce)) if found else None


def join(desk: Desk, offer: Offer, name: str, person: TypedPerson | None, *, key: str) -> int:
    """Pairs this browser under that name and signs the new person in; the tablet's number. Raises OfferGone, StoreError.

    `key`: of the form, for `join_again`.
    """
    secret = badges_here().secret(offer.nonce, key) or desk.chance(SECRET_SIZE)
    store = desk.door.writer
    pin = pins.hashed(person.pin, badges_here()) if person else ""
    with writing(store):
        pairing.use(store, offer, tick(desk.clock))
        if not tablets.any_paired(store):
            pairing.withdraw_all(store)  # whoever took one while the unit was open comes too late
        added = crew.add(store, person.name, person.role, pin, at=desk.now) if person else None
        number = tablets.add(store, name, proof(secret), at=desk.now, by=offer.maker or added)
    signing.give_tablet(badges_here(), Claim(number, secret))
    if added is not None and (tablet := tablets.tablet(store, number)):
        signing.give_session(desk, tablet, added)
    return number


def join_again(desk: Desk, token: str, key: str, pin: str) -> bool | None:
    """The same form once more, as by a double tap: its first answer never reached the browser, and its cookies with it.

    None when no tablet came of it a moment ago; else it is that tablet, and whether that person is signed in. Raises StoreError.
    """
    claim, badges = badges_here().read_offer(token), badges_here()
    secret = badges.secret(claim.secret, key) if claim else None
    tablet = tablets.by_proof(desk.store, proof(secret)) if secret else None
    if secret is None or tablet is None or not 0 <= desk.now - tablet.paired_at <= OFFER_S:
        return None
    signing.give_tablet(badges, Claim(tablet.number, secret))
    with suppress(Paused, signing.WrongPin):
        if tablet.person and pin:
            signing.checked(desk, tablet, tablet.person, pin)
            signing.give_session(desk, tablet, tablet.person)
            return True
    return False
