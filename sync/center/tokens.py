"""Bearer tokens of readers: kept as a hash, checked in constant time, revocable."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, insert, select, update

from sync.center.problems import Problem
from sync.center.schema import READING, TOKEN

SCOPES = ("pull", "names")
PREFIX = "tgn"
SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class Token:
    """A reader of the feed. The secret itself is nowhere at the center."""

    id: str
    name: str
    scopes: frozenset[str]
    made_at: int
    revoked_at: int | None


def add_token(
    conn: Connection, name: str, scopes: frozenset[str], *, now: int, random: Callable[[int], bytes]
) -> str:
    """The secret, shown this once. Raises ValueError for a scope that does not exist."""
    if not scopes or not scopes <= set(SCOPES):
        raise ValueError("no such scope")
    token_id, secret = random(6).hex(), random(SECRET_BYTES).hex()
    values = {"id": token_id, "name": name, "scopes": " ".join(sorted(scopes)), "digest": _digest(secret)}
    conn.execute(insert(TOKEN).values(**values, made_at=now))
    return f"{PREFIX}_{token_id}_{secret}"


def revoke_token(conn: Connection, token_id: str, *, now: int) -> bool:
    """False when there is no such live token."""
    live = update(TOKEN).where(TOKEN.c.id == token_id, TOKEN.c.revoked_at.is_(None))
    return conn.execute(live.values(revoked_at=now)).rowcount == 1


def list_tokens(conn: Connection) -> list[Token]:
    rows = conn.execute(select(TOKEN).order_by(TOKEN.c.made_at, TOKEN.c.id))
    return [
        Token(row.id, row.name, frozenset(row.scopes.split()), row.made_at, row.revoked_at) for row in rows
    ]


def check_token(conn: Connection, header: str) -> Token | None:
    """The live token of an Authorization header, None for anything else; as slow for a wrong secret as for none."""
    scheme, _, said = header.partition(" ")
    prefix, _, rest = said.strip().partition("_")
    token_id, _, secret = rest.partition("_")
    known = scheme.lower() == "bearer" and prefix == PREFIX and len(token_id) <= 64
    row = conn.execute(select(TOKEN).where(TOKEN.c.id == (token_id if known else ""))).first()
    fits = hmac.compare_digest(_digest(secret), bytes(row.digest) if row else bytes(32))
    if row is None or not fits or row.revoked_at is not None:
        return None
    return Token(row.id, row.name, frozenset(row.scopes.split()), row.made_at, None)


def reader(conn: Connection, header: str, scope: str, *, otherwise: str) -> Token:
    """The live token of the header that has that scope. Raises Problem: 401 without a token, 403 with `otherwise` without the scope."""
    token = check_token(conn, header)
    if token is None:
        raise Problem(401, "a bearer token is needed")
    if scope not in token.scopes:
        raise Problem(403, otherwise)
    return token


def note_reading(conn: Connection, token: Token, query: str, records: int, *, now: int) -> None:
    """Who read names, when, with which question and how many; never the names."""
    conn.execute(insert(READING).values(at=now, token=token.id, query=query, records=records))


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
