"""Offers to pair one tablet: good for a few minutes and for one use, by token or by short code."""

import hmac
from dataclasses import dataclass

from field_node.store.connection import Store, writing
from field_node.store.tick import Tick

OFFER_S = 600
"""Long enough to walk to the tablet and to type a name with wet fingers."""
WRONG_CODES = 10
"""After so many wrong codes the code is dead: 10 of 10^8. The token lives on, so nobody can stop a pairing from afar."""
KEPT = 20


class OfferGone(Exception):
    """The offer was used, is too old, or never was."""

    permanent = True


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer that stands. `founder`: made on the unit itself, so it may add somebody who lets others in."""

    id: int
    nonce: bytes
    founder: bool
    maker: int | None


def make(
    store: Store, nonce: bytes, code: bytes, *, now: Tick, founder: bool = False, maker: int | None = None
) -> int:
    """A new offer; its number. `code`: a keyed digest of the short code."""
    with writing(store) as conn:
        sql = "INSERT INTO pairing (nonce, code, boot, until_s, founder, maker) VALUES (?, ?, ?, ?, ?, ?)"
        row = (nonce, code, now.boot, now.s + OFFER_S, int(founder), maker)
        number = conn.execute(sql, row).lastrowid or 0
        gone = "DELETE FROM pairing WHERE id <= ? OR boot <> ? OR until_s < ?"
        store.run(gone, (number - KEPT, now.boot, now.s))
    return number


def offer(store: Store, number: int, nonce: bytes, now: Tick) -> Offer | None:
    """The offer while it stands."""
    sql = "SELECT id, nonce, founder, maker FROM pairing WHERE id = ? AND boot = ? AND until_s >= ?"
    rows = store.run(sql, (number, now.boot, now.s))
    found = Offer(rows[0][0], rows[0][1], bool(rows[0][2]), rows[0][3]) if rows else None
    return found if found and hmac.compare_digest(found.nonce, nonce) else None


def by_code(store: Store, code: bytes, now: Tick) -> Offer | None:
    """The offer of that code; a wrong one counts against every offer that stands. Raises StoreError."""
    sql = "SELECT id, nonce, founder, maker, code FROM pairing WHERE boot = ? AND until_s >= ? AND wrong < ?"
    with writing(store):
        rows = store.run(sql, (now.boot, now.s, WRONG_CODES))
        found = [row for row in rows if hmac.compare_digest(row[4], code)]
        if rows and not found:
            store.run("UPDATE pairing SET wrong = wrong + 1")
    return Offer(found[0][0], found[0][1], bool(found[0][2]), found[0][3]) if found else None


def use(store: Store, found: Offer, now: Tick) -> None:
    """Takes the offer for oneself, once; within the caller's transaction. Raises OfferGone."""
    if offer(store, found.id, found.nonce, now) is None:
        raise OfferGone("used or too old")
    store.run("DELETE FROM pairing WHERE id = ?", (found.id,))


def withdraw_all(store: Store) -> None:
    """No offer stands any more."""
    with writing(store):
        store.run("DELETE FROM pairing")
