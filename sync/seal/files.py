"""The words of the door for files, and the tags on them: which unit asks, and that the center itself has answered."""

import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from struct import Struct
from typing import Literal, cast, get_args

from sync.seal.derive import file_key

NONCE_SIZE = TAG_SIZE = 16
EMPTY = sha256().digest()
SCHEME = "Tagana"
_CREDENTIALS = re.compile(r"Tagana unit=(\d{1,5}), nonce=([0-9a-f]{32}), tag=([0-9a-f]{32})", re.ASCII)
_SAID = re.compile(r"state=([a-z]{1,20}), have=(\d{1,10}), total=(\d{1,10}), at=(\d{1,12})", re.ASCII)
_HEAD = Struct(">6sH32s16sQQ")
_ANSWERED, _BROUGHT = b"answer", b"piece"

State = Literal[
    "complete",  # the file is there, whole, and is what its name says
    "part",  # so much of it is there: go on from `have`
    "unknown",  # no entry of that unit in force names this file, or it did not arrive yet
    "size",  # the entry that names it says another size
    "wrong",  # it came whole and is not what its name says, or no picture: thrown away
    "quota",  # that unit has brought as much as it may
    "full",  # the center has no room for it now
    "revoked",  # nothing of that unit is taken any more
    "quarantined",  # two cards speak under its number: a person decides
]
STATES: tuple[str, ...] = get_args(State)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request. `piece` is what it brings, from byte `first` of a file of `total` bytes on; all empty for a question."""

    unit: int
    digest: bytes
    nonce: bytes
    first: int = 0
    total: int = 0
    piece: bytes = b""

    @property
    def brings(self) -> bool:
        return self.total > 0

    def tag(self, root: bytes, operation: bytes) -> bytes:
        """What only that unit and the center can write. `root`: the unit's."""
        said = self._packed(_BROUGHT) + (sha256(self.piece).digest() if self.piece else EMPTY)
        return _tag(file_key(root, operation, self.unit, b"up"), said)

    def answer_tag(self, root: bytes, operation: bytes, said: "Said") -> bytes:
        """The same for the answer to this very request."""
        return _tag(
            file_key(root, operation, self.unit, b"down"), self._packed(_ANSWERED) + str(said).encode()
        )

    def _packed(self, what: bytes) -> bytes:
        return _HEAD.pack(what, self.unit, self.digest, self.nonce, self.first, self.total)


@dataclass(frozen=True, slots=True)
class Said:
    """The center's answer. `have` of `total` bytes are there; `at`: since when it is whole, UTC seconds, else 0."""

    state: State
    have: int = 0
    total: int = 0
    at: int = 0

    def __str__(self) -> str:
        return f"state={self.state}, have={self.have}, total={self.total}, at={self.at}"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who says that it asks, not proven."""

    unit: int
    nonce: bytes
    tag: bytes

    def __str__(self) -> str:
        return f"{SCHEME} unit={self.unit}, nonce={self.nonce.hex()}, tag={self.tag.hex()}"


def read_credentials(text: str) -> Credentials | None:
    """What `str` wrote; None for anything else."""
    found = _CREDENTIALS.fullmatch(text)
    if found is None:
        return None
    return Credentials(int(found[1]), bytes.fromhex(found[2]), bytes.fromhex(found[3]))


def read_said(text: str) -> Said | None:
    """What `str` wrote; None for anything else."""
    found = _SAID.fullmatch(text)
    if found is None or found[1] not in STATES:
        return None
    return Said(cast("State", found[1]), *(int(found[group]) for group in (2, 3, 4)))


def fits(given: bytes, expected: bytes) -> bool:
    """In constant time."""
    return hmac.compare_digest(given, expected)


def _tag(key: bytes, said: bytes) -> bytes:
    return hmac.digest(key, said, "sha256")[:TAG_SIZE]
