"""What enrolment makes and hands over: the keys of an operation and of one unit."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.errors import BadKeys
from sync.frames import UNIT_NUMBERS
from sync.seal.derive import group_key, slip_key, tag_key, unit_root

OPERATION_SIZE = 8
EPOCHS = range(1 << 32)
MOMENTS = range(1 << 40)  # unix seconds
KEPT_EPOCHS = 4  # so that the two bits in a header name one of them


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitKeys:
    """What one unit holds. `start`: of the operation, UTC seconds. `groups`: group key by epoch, the four up to the newest.

    `sign_public` (Ed25519) and `box_public` (X25519) are the center's.
    """

    operation: bytes
    start: int
    unit: int
    root: bytes = field(repr=False)
    groups: Mapping[int, bytes] = field(repr=False)
    sign_public: bytes
    box_public: bytes

    @property
    def epoch(self) -> int:
        """The newest epoch held: the one to seal under."""
        return max(self.groups)

    def tag_key(self, epoch: int) -> bytes:
        return tag_key(self.root, self.operation, self.unit, epoch)

    def slip_key(self, epoch: int) -> bytes:
        return slip_key(self.root, self.operation, self.unit, epoch)

    def with_epoch(self, epoch: int, key: bytes) -> "UnitKeys":
        """These keys and one more group key; the four up to the newest stay."""
        return replace(self, groups=_newest({**self.groups, epoch: key}))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for an enrolment file: bytes as base64."""
        return {
            "operation": _text(self.operation),
            "start": self.start,
            "unit": self.unit,
            "root": _text(self.root),
            "groups": {str(epoch): _text(key) for epoch, key in sorted(self.groups.items())},
            "sign_public": _text(self.sign_public),
            "box_public": _text(self.box_public),
        }

    @classmethod
    def from_dict(cls, values: object) -> "UnitKeys":
        """The keys `to_dict` wrote; BadKeys for anything else."""
        plain = _mapping(values, "keys")
        return cls(
            operation=_bytes(plain, "operation", OPERATION_SIZE),
            start=_number(plain, "start", MOMENTS),
            unit=_number(plain, "unit", UNIT_NUMBERS),
            root=_bytes(plain, "root", 32),
            groups=_groups(plain),
            sign_public=_bytes(plain, "sign_public", 32),
            box_public=_bytes(plain, "box_public", 32),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationKeys:
    """What the center alone holds: master key, signing key (Ed25519) and box key (X25519), 32 bytes each."""

    operation: bytes
    start: int
    master: bytes = field(repr=False)
    sign_private: bytes = field(repr=False)
    box_private: bytes = field(repr=False)

    @property
    def sign_public(self) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.sign_private).public_key().public_bytes_raw()

    @property
    def box_public(self) -> bytes:
        return X25519PrivateKey.from_private_bytes(self.box_private).public_key().public_bytes_raw()

    def group_key(self, epoch: int) -> bytes:
        return group_key(self.master, self.operation, epoch)

    def unit_root(self, unit: int) -> bytes:
        return unit_root(self.master, self.operation, unit)

    def tag_key(self, unit: int, epoch: int) -> bytes:
        return tag_key(self.unit_root(unit), self.operation, unit, epoch)

    def slip_key(self, unit: int, epoch: int) -> bytes:
        return slip_key(self.unit_root(unit), self.operation, unit, epoch)

    def for_unit(self, unit: int, epochs: Iterable[int]) -> UnitKeys:
        """What enrolment hands to `unit`: `epochs` from the one broadcasts are sealed under to the newest."""
        if unit not in UNIT_NUMBERS:
            raise ValueError(f"no unit has the number {unit}")
        return UnitKeys(
            operation=self.operation,
            start=self.start,
            unit=unit,
            root=self.unit_root(unit),
            groups=_newest({epoch: self.group_key(epoch) for epoch in epochs}),
            sign_public=self.sign_public,
            box_public=self.box_public,
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values for the center's key file: bytes as base64."""
        secrets = {name: _text(getattr(self, name)) for name in ("master", "sign_private", "box_private")}
        return {"operation": _text(self.operation), "start": self.start, **secrets}

    @classmethod
    def from_dict(cls, values: object) -> "OperationKeys":
        """The keys `to_dict` wrote; BadKeys for anything else."""
        plain = _mapping(values, "keys")
        return cls(
            operation=_bytes(plain, "operation", OPERATION_SIZE),
            start=_number(plain, "start", MOMENTS),
            master=_bytes(plain, "master", 32),
            sign_private=_bytes(plain, "sign_private", 32),
            box_private=_bytes(plain, "box_private", 32),
        )


def _text(value: bytes) -> str:
    return b64encode(value).decode()


def _mapping(value: object, name: str) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise BadKeys(name)
    return value


def _number(plain: dict[Any, Any], name: str, allowed: range) -> int:
    value = plain.get(name)
    if type(value) is not int or value not in allowed:
        raise BadKeys(name)
    return value


def _bytes(plain: dict[Any, Any], name: str, size: int) -> bytes:
    return _decoded(plain.get(name), name, size)


def _decoded(text: object, name: str, size: int) -> bytes:
    if not isinstance(text, str):
        raise BadKeys(name)
    try:
        value = b64decode(text, validate=True)
    except (NotBase64, ValueError) as wrong:
        raise BadKeys(name) from wrong
    if len(value) != size:
        raise BadKeys(name)
    return value


def _groups(plain: dict[Any, Any]) -> dict[int, bytes]:
    texts = _mapping(plain.get("groups"), "groups")
    groups = {_epoch(text): _decoded(key, "groups", 16) for text, key in texts.items()}
    if not groups or len(_newest(groups)) != len(groups):
        raise BadKeys("groups")
    return groups


def _newest(groups: Mapping[int, bytes]) -> dict[int, bytes]:
    return {epoch: groups[epoch] for epoch in sorted(groups) if epoch > max(groups) - KEPT_EPOCHS}


def _epoch(text: object) -> int:
    if not (isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) <= 10):
        raise BadKeys("groups")
    if int(text) not in EPOCHS:
        raise BadKeys("groups")
    return int(text)
