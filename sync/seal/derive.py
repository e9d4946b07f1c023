"""The key schedule: every symmetric key from the master key or a unit's root, by HKDF-SHA-256."""

from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESCCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.frames import GROUP_TAG_SIZE

SLIP_TAG_SIZE = 8
_CACHED = 4_096  # a thousand units over four epochs


def hkdf(key: bytes, operation: bytes, label: bytes, size: int) -> bytes:
    """RFC 5869 with the operation id as salt and the label as info."""
    return HKDF(algorithm=hashes.SHA256(), length=size, salt=operation, info=label).derive(key)


@lru_cache(_CACHED)
def unit_root(master: bytes, operation: bytes, unit: int) -> bytes:
    """R, 32 bytes: what one unit alone shares with the center."""
    return hkdf(master, operation, b"tagana1 unit" + unit.to_bytes(2, "big"), 32)


@lru_cache(_CACHED)
def group_key(master: bytes, operation: bytes, epoch: int) -> bytes:
    """G, 16 bytes: what every unit of the operation shares in one epoch."""
    return hkdf(master, operation, b"tagana1 group" + epoch.to_bytes(4, "big"), 16)


@lru_cache(_CACHED)
def tag_key(root: bytes, operation: bytes, unit: int, epoch: int) -> bytes:
    """The unit tag key, 32 bytes."""
    return hkdf(root, operation, b"tagana1 up" + _unit_epoch(unit, epoch), 32)


@lru_cache(_CACHED)
def slip_key(root: bytes, operation: bytes, unit: int, epoch: int) -> bytes:
    """The key of that unit's slips, 16 bytes."""
    return hkdf(root, operation, b"tagana1 down" + _unit_epoch(unit, epoch), 16)


@lru_cache(_CACHED)
def file_key(root: bytes, operation: bytes, unit: int, way: bytes) -> bytes:
    """The key of requests ("up") and of answers ("down") at the door for files, 32 bytes; the same in every epoch."""
    return hkdf(root, operation, b"tagana1 file " + way + unit.to_bytes(2, "big"), 32)


@lru_cache(_CACHED)
def group_cipher(key: bytes) -> AESCCM:
    """AES-128-CCM with the 4-byte group tag."""
    return AESCCM(key, tag_length=GROUP_TAG_SIZE)


@lru_cache(_CACHED)
def slip_cipher(key: bytes) -> AESCCM:
    """AES-128-CCM with the 8-byte tag of a slip."""
    return AESCCM(key, tag_length=SLIP_TAG_SIZE)


def _unit_epoch(unit: int, epoch: int) -> bytes:
    return unit.to_bytes(2, "big") + epoch.to_bytes(4, "big")
