"""RECEIPT frames: slips sealed one by one, each for one unit alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM

from sync.errors import BadFrame
from sync.frames import (
    CENTER,
    HEADER_SIZE,
    MAX_FRAME,
    MIN_FRAME,
    UNIT_NUMBERS,
    Kind,
    header_for,
    parse_header,
)
from sync.seal.candidates import epochs_ahead, heard, pairs
from sync.seal.derive import SLIP_TAG_SIZE, slip_cipher
from sync.seal.keys import OperationKeys, UnitKeys
from sync.seal.slip import MAX_BODY, Slip, unpack_slip
from sync.seal.window import Window

SLIP_OVERHEAD = 2 + 1 + SLIP_TAG_SIZE
_MIN_BODY = 3


@dataclass(frozen=True, slots=True)
class OpenedSlip:
    """The center's word to this unit; the one with the highest `counter` counts."""

    slip: Slip
    counter: int
    epoch: int


def share_out(bodies: Mapping[int, bytes], *, mtu: int) -> list[dict[int, bytes]]:
    """Slip bodies by unit, in order, in as many groups as frames of `mtu` bytes need: one counter each."""
    groups: list[dict[int, bytes]] = []
    left = 0
    for unit, body in bodies.items():
        size = len(body) + SLIP_OVERHEAD
        if size > left:
            groups.append({})
            left = min(mtu, MAX_FRAME) - HEADER_SIZE
        if size > left:
            raise ValueError(f"a slip of {size} bytes does not fit {mtu}")
        groups[-1][unit] = body
        left -= size
    return groups


def seal_receipt(keys: OperationKeys, bodies: Mapping[int, bytes], *, epoch: int, counter: int) -> bytes:
    """One RECEIPT frame under the newest `epoch` and the center's `counter`; ValueError for what cannot be."""
    header = header_for(Kind.RECEIPT, unit=CENTER, epoch=epoch, counter=counter).to_bytes()
    slips = (_sealed(keys, header, unit, body, at=(counter, epoch)) for unit, body in bodies.items())
    frame = header + b"".join(slips)
    if not MIN_FRAME <= len(frame) <= MAX_FRAME:
        raise ValueError(f"no receipt has {len(frame)} bytes")
    return frame


def slips_in(frame: bytes) -> dict[int, bytes]:
    """The sealed slip of each unit named; BadFrame for another kind, a torn slip or a unit named twice."""
    if parse_header(frame).kind is not Kind.RECEIPT:
        raise BadFrame("kind")
    slips: dict[int, bytes] = {}
    at = HEADER_SIZE
    while at < len(frame):
        unit, start, end = _bounds(frame, at)
        if unit in slips:
            raise BadFrame("slip_layout")
        slips[unit] = frame[start:end]
        at = end
    return slips


def open_slip(
    keys: UnitKeys, frame: bytes, *, window: Window, floor: int | None, late: bool = True
) -> tuple[OpenedSlip, Window] | None:
    """The slip for this unit and the next window of the center's slips; None: the frame names us nowhere.

    `late`: it may be weeks old; else only the likely counters are tried.
    """
    sealed = slips_in(frame).get(keys.unit)
    if sealed is None:
        return None
    header = parse_header(frame)
    counters = heard(header.counter_low, highest=window.highest, floor=floor, late=late)
    epochs = epochs_ahead(header.epoch_low, held=keys.epoch)
    counter, epoch, body = _unsealed(keys, frame[:HEADER_SIZE], sealed, counters, epochs)
    if window.has(counter):
        raise BadFrame("replayed")
    return OpenedSlip(unpack_slip(body), counter, epoch), window.with_taken(counter)


def slip_nonce(header: bytes, unit: int, counter: int) -> bytes:
    """13 bytes: the first byte of the frame, the slip's unit, the whole counter of the center."""
    return header[:1] + unit.to_bytes(2, "big") + counter.to_bytes(10, "big")


def slip_aad(operation: bytes, header: bytes, unit: int) -> bytes:
    """What a slip is bound to: operation, the frame's header, its unit."""
    return operation + header + unit.to_bytes(2, "big")


def _sealed(keys: OperationKeys, header: bytes, unit: int, body: bytes, *, at: tuple[int, int]) -> bytes:
    if unit not in UNIT_NUMBERS or not _MIN_BODY <= len(body) <= MAX_BODY:
        raise ValueError(f"no slip of {len(body)} bytes for unit {unit}")
    counter, epoch = at
    cipher = slip_cipher(keys.slip_key(unit, epoch))
    sealed = cipher.encrypt(slip_nonce(header, unit, counter), body, slip_aad(keys.operation, header, unit))
    return unit.to_bytes(2, "big") + bytes((len(sealed),)) + sealed


def _bounds(frame: bytes, at: int) -> tuple[int, int, int]:
    start = at + 3
    if start > len(frame):
        raise BadFrame("slip_layout")
    unit, size = frame[at] << 8 | frame[at + 1], frame[at + 2]
    if unit not in UNIT_NUMBERS or size < _MIN_BODY + SLIP_TAG_SIZE or start + size > len(frame):
        raise BadFrame("slip_layout")
    return unit, start, start + size


def _unsealed(
    keys: UnitKeys, head: bytes, sealed: bytes, counters: Iterator[int], epochs: range
) -> tuple[int, int, bytes]:
    aad = slip_aad(keys.operation, head, keys.unit)
    ciphers = {epoch: slip_cipher(keys.slip_key(epoch)) for epoch in epochs}
    for counter, epoch in pairs(counters, epochs):
        body = _slip_open(ciphers[epoch], slip_nonce(head, keys.unit, counter), sealed, aad)
        if body is not None:
            return counter, epoch, body
    raise BadFrame("slip_tag")


def _slip_open(cipher: AESCCM, nonce: bytes, sealed: bytes, aad: bytes) -> bytes | None:
    try:
        return cipher.decrypt(nonce, sealed, aad)
    except InvalidTag:
        return None
