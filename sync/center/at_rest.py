"""What concerns persons and officials, encrypted at rest; opened only for a reader who may see names."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from field_node.records.kinds import PRIVATE, Person
from field_node.records.record import Record, fields
from sync.seal import OperationKeys
from sync.seal.derive import hkdf

NONCE_SIZE = 12


class Unreadable(Exception):
    """Bytes that this center's key does not open."""

    permanent = True


@dataclass(frozen=True, slots=True)
class AtRest:
    """Locks and unlocks under a key of its own, derived from the master key."""

    cipher: AESGCM = field(repr=False)

    def lock(self, plain: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_SIZE)
        return nonce + self.cipher.encrypt(nonce, plain, None)

    def unlock(self, locked: bytes) -> bytes:
        """Raises Unreadable."""
        try:
            return self.cipher.decrypt(locked[:NONCE_SIZE], locked[NONCE_SIZE:], None)
        except InvalidTag as wrong:
            raise Unreadable("a private value does not open") from wrong

    def lock_values(self, values: dict[str, str]) -> bytes:
        return self.lock(msgspec.json.encode(values))

    def unlock_values(self, locked: bytes) -> dict[str, str]:
        """Raises Unreadable."""
        return msgspec.json.decode(self.unlock(locked), type=dict[str, str])


def at_rest(keys: OperationKeys) -> AtRest:
    return AtRest(AESGCM(hkdf(keys.master, keys.operation, b"tagana1 at rest", 32)))


def private_names(record_type: type[Record]) -> tuple[str, ...]:
    """The fields of a type that only a reader of names may see."""
    return tuple(one.name for one in fields(record_type) if isinstance(one.kind, PRIVATE))


def private_values(record: Record, names: tuple[str, ...]) -> dict[str, str]:
    """Those that are there: officials as text, persons as sealed bytes in base64url."""
    values = ((name, getattr(record, name)) for name in names)
    return {name: _text(value) for name, value in values if value is not None}


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else urlsafe_b64encode(value).decode()


def is_person(record_type: type[Record], name: str) -> bool:
    return any(one.name == name and isinstance(one.kind, Person) for one in fields(record_type))


def box_of(text: str) -> bytes:
    """The sealed bytes that `private_values` wrote."""
    return urlsafe_b64decode(text)
