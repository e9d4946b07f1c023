"""The unit's own key: encrypts names in office at rest and keys the chain of the journal."""

import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from field_node.store.errors import StoreCorrupt, StoreError

KEY_SIZE = 32
PROOF_SIZE = 8
NONCE_SIZE = 12  # NIST SP 800-38D 8.2: 96 bits


class Locker:
    """Locks short texts with AES-256-GCM; `chain_key`, `pages_key` and `photos_key` are derived from the same secret and kept nowhere."""

    def __init__(self, key: bytes, chance: Callable[[int], bytes] = secrets.token_bytes) -> None:
        if len(key) != KEY_SIZE:
            raise ValueError("unit key has the wrong size")
        self._box = AESGCM(_derived(key, b"tagana unit official"))
        self._chance = chance
        self.chain_key = _derived(key, b"tagana unit chain")
        self.pages_key = _derived(key, b"tagana unit pages")
        self.photos_key = _derived(key, b"tagana unit photos")

    def receipt_proof(self, unit: int, seq: int, state: int, at: int | None) -> bytes:
        """What shows that this unit itself wrote down that the center has that entry."""
        return hmac.digest(self.chain_key, f"receipt {unit} {seq} {state} {at}".encode(), "sha256")[
            :PROOF_SIZE
        ]

    def file_proof(self, digest: bytes, at: int, incarnation: int | None) -> bytes:
        """The same for a file."""
        return hmac.digest(self.chain_key, b"file " + digest + f" {at} {incarnation}".encode(), "sha256")[
            :PROOF_SIZE
        ]

    def lock(self, text: str) -> bytes:
        nonce = self._chance(NONCE_SIZE)
        return nonce + self._box.encrypt(nonce, text.encode(), None)

    def unlock(self, locked: bytes) -> str:
        """The text again. Raises StoreCorrupt when the bytes are not what this key locked."""
        try:
            return self._box.decrypt(locked[:NONCE_SIZE], locked[NONCE_SIZE:], None).decode()
        except (InvalidTag, ValueError) as error:
            raise StoreCorrupt("locked text does not open") from error


def _derived(key: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_SIZE, salt=None, info=label).derive(key)


def make_key(path: Path, chance: Callable[[int], bytes] = secrets.token_bytes) -> None:
    """A new key in a file of mode 0600, on the disk when this returns. Raises FileExistsError: keys are never overwritten."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(chance(KEY_SIZE))
        file.flush()
        os.fsync(file.fileno())


def load_locker(path: Path) -> Locker:
    """The locker of the key in that file. Raises StoreError when it is missing, damaged or readable by others."""
    try:
        key, mode = path.read_bytes(), path.stat().st_mode
    except OSError as error:
        raise StoreError(f"{path}: unit key cannot be read ({error.strerror})") from error
    if len(key) != KEY_SIZE or mode & 0o077:
        raise StoreError(f"{path}: unit key is damaged or readable by others")
    return Locker(key)
