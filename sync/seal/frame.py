"""The two seals of a frame: group seal, then unit tag or the center's signature."""

import hmac
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.frames import (
    CENTER,
    HEADER_SIZE,
    MAX_CONTENTS,
    MIN_CONTENTS,
    UNIT_TAG_SIZE,
    Header,
    Kind,
    header_for,
)
from sync.seal.derive import group_cipher
from sync.seal.keys import OperationKeys, UnitKeys

UNIT_LABEL = b"tagana1 tag"
CENTER_LABEL = b"tagana1 center"
COUNTERS = range(1 << 64)


@dataclass(frozen=True, slots=True)
class Opened:
    """A frame that proved itself. `tag`: its unit tag or signature; `contents` are still coded."""

    header: Header
    counter: int
    epoch: int
    tag: bytes
    contents: bytes = field(repr=False)


def seal_frame(keys: UnitKeys, kind: Kind, *, counter: int, contents: bytes) -> bytes:
    """A unit's frame under its newest epoch; ValueError for a kind, counter or size that cannot be."""
    header = header_for(kind, unit=keys.unit, epoch=keys.epoch, counter=counter).to_bytes()
    inner = group_seal(keys.groups[keys.epoch], keys.operation, header, counter=counter, contents=contents)
    return inner + unit_tag(keys.tag_key(keys.epoch), tagged(UNIT_LABEL, keys.operation, counter, inner))


def seal_broadcast(keys: OperationKeys, *, epoch: int, counter: int, contents: bytes) -> bytes:
    """The center's frame to all, signed; `epoch`: the oldest that a live unit still uses."""
    header = header_for(Kind.BROADCAST, unit=CENTER, epoch=epoch, counter=counter).to_bytes()
    inner = group_seal(keys.group_key(epoch), keys.operation, header, counter=counter, contents=contents)
    return inner + _signer(keys.sign_private).sign(tagged(CENTER_LABEL, keys.operation, counter, inner))


def nonce(header: bytes, counter: int) -> bytes:
    """13 bytes: the first three of the frame, then the whole counter."""
    return header[:3] + counter.to_bytes(10, "big")


def tagged(label: bytes, operation: bytes, counter: int, inner: bytes) -> bytes:
    """What the unit tag or the signature is over. `inner`: header, ciphertext and group tag."""
    return label + operation + counter.to_bytes(8, "big") + inner


def group_seal(key: bytes, operation: bytes, header: bytes, *, counter: int, contents: bytes) -> bytes:
    """Header, ciphertext and group tag; ValueError for a counter or size that cannot be."""
    if counter not in COUNTERS:
        raise ValueError("a counter has 64 bits")
    if not MIN_CONTENTS <= len(contents) <= MAX_CONTENTS:
        raise ValueError(f"a frame holds no {len(contents)} bytes")
    return header + group_cipher(key).encrypt(nonce(header, counter), contents, operation + header)


def group_open(key: bytes, operation: bytes, inner: bytes, *, counter: int) -> bytes | None:
    """The contents, or None if the group tag does not fit."""
    header = inner[:HEADER_SIZE]
    try:
        return group_cipher(key).decrypt(nonce(header, counter), inner[HEADER_SIZE:], operation + header)
    except InvalidTag:
        return None


def unit_tag(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA-256, its first 8 bytes."""
    return tag_of(tag_state(key), message)


def tag_of(state: hmac.HMAC, message: bytes) -> bytes:
    """The unit tag, by a key that was set up once."""
    running = state.copy()
    running.update(message)
    return running.digest()[:UNIT_TAG_SIZE]


def signature_fits(public: bytes, signature: bytes, message: bytes) -> bool:
    """The center signed `message`."""
    try:
        _verifier(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@lru_cache(4_096)
def tag_state(key: bytes) -> hmac.HMAC:
    """HMAC-SHA-256 set up with a unit tag key; to be copied, never fed."""
    return hmac.new(key, digestmod="sha256")


@lru_cache(64)
def _signer(private: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(private)


@lru_cache(64)
def _verifier(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)
