"""The sealed file of a backup: what anybody may know in front, everything else in pieces that cannot be bent, cut or reordered."""

import base64
import binascii
import os
import secrets
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import BinaryIO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from field_node.sealed_box import BadBox, open_box, seal_box
from sync.backup.errors import NotABackup, OtherKey
from sync.seal.derive import hkdf
from sync.seal.keys import UnitKeys

MAGIC = b"TGNBAK1\n"
PIECE, TAG, SIZE, LARGEST_HEAD = 1 << 16, 16, 4, 1 << 16
KEY_SIZE, NONCE_SIZE = 32, 12
"""Each file has a key of its own, so the number of a piece is nonce enough; NIST SP 800-38D 8.2: 96 bits."""
_LAST = 1 << 95
_LABEL = b"tagana1 backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is in a backup. `operation`: hex. `made_at`: UTC seconds, `trusted`: by a clock that was right.

    `entries`: all of the journal, `own` of this unit. `next_form`, `next_track`: the numbers not given yet. `photos`: how many
    files of photos lie beside it. `for_unit`, `for_center`: the file's key, sealed to each.
    """

    operation: str
    unit: int
    name: str
    made_at: int
    trusted: bool
    entries: int
    own: int
    next_form: int
    next_track: int
    version: str
    photos: int = 0
    for_unit: str = ""
    for_center: str = ""


def begin(file: BinaryIO, facts: Facts, keys: UnitKeys) -> "Sealer":
    """Writes the head; what is written to the sealer follows. The unit and the center can open it, nobody else."""
    key = secrets.token_bytes(KEY_SIZE)
    nonce = secrets.token_bytes(NONCE_SIZE)
    for_unit = nonce + AESGCM(_unit_key(keys)).encrypt(nonce, key, _LABEL)
    for_center = seal_box(keys.box_public, key, secrets.token_bytes(KEY_SIZE))
    whole = replace(facts, for_unit=_text(for_unit), for_center=_text(for_center))
    head = msgspec.json.encode(whole)
    file.write(MAGIC + len(head).to_bytes(SIZE, "big") + head)
    return Sealer(file, key, sha256(head).digest())


class Sealer:
    """Takes bytes; `close` writes the last piece and makes them durable."""

    def __init__(self, file: BinaryIO, key: bytes, about: bytes) -> None:
        self._file, self._box, self._about = file, AESGCM(key), about
        self._waiting = bytearray()
        self._number = 0

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]))
            del self._waiting[:PIECE]
        return len(data)

    def close(self) -> None:
        self._put(bytes(self._waiting), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())

    def _put(self, piece: bytes, *, last: bool = False) -> None:
        self._file.write(self._box.encrypt(_nonce(self._number, last=last), piece, self._about))
        self._number += 1


class Opener:
    """The bytes again, each piece believed only after its seal fits. Raises NotABackup."""

    def __init__(self, file: BinaryIO, key: bytes, about: bytes) -> None:
        self._file, self._box, self._about = file, AESGCM(key), about
        self._ready = bytearray()
        self._number = 0
        self._ended = False
        self._ahead = file.read(PIECE + TAG)

    def read(self, size: int) -> bytes:
        """At most so many bytes; b"" only at the end."""
        while len(self._ready) < size and not self._ended:
            self._ready += self._next()
        given = bytes(self._ready[:size])
        del self._ready[:size]
        return given

    def _next(self) -> bytes:
        piece, self._ahead = self._ahead, self._file.read(PIECE + TAG)
        self._ended = not self._ahead
        nonce = _nonce(self._number, last=self._ended)
        self._number += 1
        try:
            return self._box.decrypt(nonce, piece, self._about)
        except (InvalidTag, ValueError) as error:
            raise NotABackup("Berkas cadangan terpotong atau rusak.") from error


def read_head(file: BinaryIO) -> tuple[Facts, bytes]:
    """What the file says of itself, and the digest that binds it to the rest. Raises NotABackup."""
    if file.read(len(MAGIC)) != MAGIC:
        raise NotABackup("Ini bukan berkas cadangan unit Tagana.")
    size = int.from_bytes(file.read(SIZE), "big")
    head = file.read(size) if size <= LARGEST_HEAD else b""
    try:
        return msgspec.json.decode(head, type=Facts), sha256(head).digest()
    except (msgspec.MsgspecError, ValueError) as error:
        raise NotABackup("Kepala berkas cadangan rusak.") from error


def key_of_unit(facts: Facts, keys: UnitKeys) -> bytes:
    """The file's key, as the unit opens it. Raises OtherKey."""
    if (facts.operation, facts.unit) != (keys.operation.hex(), keys.unit):
        raise OtherKey(
            f"Cadangan ini milik unit {facts.unit} ({facts.name}), bukan unit ini. Tidak dipulihkan."
        )
    sealed = _bytes(facts.for_unit)
    try:
        return AESGCM(_unit_key(keys)).decrypt(sealed[:NONCE_SIZE], sealed[NONCE_SIZE:], _LABEL)
    except (InvalidTag, ValueError) as error:
        raise OtherKey("Cadangan ini disegel dengan kunci lain. Minta kode pemulihan dari pusat.") from error


def key_of_center(facts: Facts, box_private: bytes) -> bytes:
    """The file's key, as the center opens it. Raises OtherKey."""
    try:
        return open_box(box_private, _bytes(facts.for_center))
    except BadBox as error:
        raise OtherKey("Cadangan ini tidak disegel untuk pusat ini.") from error


def code_of(key: bytes) -> str:
    """The key as a person types it: groups of base32, the last tells a slip of the finger."""
    plain = base64.b32encode(key + sha256(_LABEL + key).digest()[:3]).decode().rstrip("=")
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def key_of_code(code: str) -> bytes:
    """The key again. Raises OtherKey for a code that is none."""
    plain = "".join(code.upper().replace("-", " ").split())
    try:
        whole = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except (binascii.Error, ValueError) as error:
        raise OtherKey("Kode pemulihan salah ketik.") from error
    key, check = whole[:KEY_SIZE], whole[KEY_SIZE:]
    if check != sha256(_LABEL + key).digest()[:3]:
        raise OtherKey("Kode pemulihan salah ketik.")
    return key


def _unit_key(keys: UnitKeys) -> bytes:
    return hkdf(keys.root, keys.operation, _LABEL + keys.unit.to_bytes(2, "big"), KEY_SIZE)


def _nonce(number: int, *, last: bool) -> bytes:
    return (number | (_LAST if last else 0)).to_bytes(NONCE_SIZE, "big")


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotABackup("Kepala berkas cadangan rusak.") from error
