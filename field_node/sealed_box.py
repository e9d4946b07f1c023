"""The sealed box of personal data: readable by the center alone, 48 bytes longer than what it holds."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_SIZE = 32
TAG_SIZE = 16
OVERHEAD = KEY_SIZE + TAG_SIZE
_LABEL = b"tagana1 box"
_NONCE = bytes(12)  # each box has a key of its own


class BadBox(Exception):
    """No box of this key."""

    permanent = True


def public_of(private: bytes) -> bytes:
    """The X25519 public key of a private one, 32 bytes each."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal_box(public: bytes, plaintext: bytes, ephemeral_private: bytes) -> bytes:
    """Ephemeral public key, ciphertext, tag. `ephemeral_private`: 32 fresh random bytes, never used twice."""
    private = X25519PrivateKey.from_private_bytes(ephemeral_private)
    ephemeral = private.public_key().public_bytes_raw()
    return ephemeral + _cipher(private, public, ephemeral + public).encrypt(_NONCE, plaintext, None)


def open_box(private: bytes, sealed: bytes) -> bytes:
    """What `seal_box` sealed to this key; BadBox for anything else."""
    if len(sealed) < OVERHEAD:
        raise BadBox("too short")
    own = X25519PrivateKey.from_private_bytes(private)
    ephemeral = sealed[:KEY_SIZE]
    both = ephemeral + own.public_key().public_bytes_raw()
    try:
        return _cipher(own, ephemeral, both).decrypt(_NONCE, sealed[KEY_SIZE:], None)
    except (InvalidTag, ValueError) as wrong:  # ValueError: a public key of low order
        raise BadBox("not sealed to this key") from wrong


def _cipher(private: X25519PrivateKey, public: bytes, both: bytes) -> ChaCha20Poly1305:
    shared = private.exchange(X25519PublicKey.from_public_bytes(public))
    derived = HKDF(algorithm=hashes.SHA256(), length=KEY_SIZE, salt=both, info=_LABEL).derive(shared)
    return ChaCha20Poly1305(derived)
