"""Opening a frame: at the center, at a neighbour, and the center's broadcast at a unit."""

from collections.abc import Iterable, Iterator
from hmac import HMAC, compare_digest
from itertools import islice
from typing import Literal

from sync.errors import BadFrame
from sync.frames import SIGNATURE_SIZE, UNIT_KINDS, UNIT_TAG_SIZE, Header, Kind, parse_header
from sync.seal.candidates import at_center, epochs_back, heard, near, pairs
from sync.seal.frame import (
    CENTER_LABEL,
    UNIT_LABEL,
    Opened,
    group_open,
    signature_fits,
    tag_of,
    tag_state,
    tagged,
    unit_tag,
)
from sync.seal.keys import OperationKeys, UnitKeys
from sync.seal.window import Window

FORGERY_TRIES = 64  # a forger wants to be read by neighbours: near counters, newest epochs

Try = tuple[int, int]  # counter, epoch
Standing = Literal["new", "known", "fork"]


def open_at_center(
    keys: OperationKeys, frame: bytes, *, highest: int, floor: int, epoch: int, first_epoch: int = 0
) -> Opened:
    """A unit's frame, proven by its unit tag.

    `highest`: accepted of that unit, -1 for none; `epoch`: the newest; `first_epoch`: the one that unit was
    enrolled in. BadFrame "forged": the group's seal opens, see `open_by_group`; any other: refuse.
    """
    header = _unit_header(frame)
    epochs = epochs_back(header.epoch_low, newest=epoch, first=first_epoch)
    known = (highest, floor)
    found = _by_unit_tag(keys, frame, header.unit, _tries(header, known, epochs))
    if found is None:
        tries = islice(_tries(header, known, epochs), FORGERY_TRIES)
        raise BadFrame("unit_tag" if _by_group_tag(keys, frame, tries) is None else "forged")
    by_group = _by_group_tag(keys, frame, (found,))
    if by_group is None:
        raise BadFrame("group_tag")
    return Opened(header, *found, frame[-UNIT_TAG_SIZE:], by_group[1])


def open_by_group(
    keys: OperationKeys, frame: bytes, *, highest: int, floor: int, epoch: int, first_epoch: int = 0
) -> Opened | None:
    """A unit's frame as it would be if that unit had sealed it: `tag` is the one that would fit, whatever the frame bears.

    Only a holder of the group's key makes one that opens; but anybody bends the tag of one that was overheard.
    """
    header = _unit_header(frame)
    tries = _tries(header, (highest, floor), epochs_back(header.epoch_low, newest=epoch, first=first_epoch))
    found = _by_group_tag(keys, frame, islice(tries, FORGERY_TRIES))
    if found is None:
        return None
    (counter, of), contents = found
    message = tagged(UNIT_LABEL, keys.operation, counter, frame[:-UNIT_TAG_SIZE])
    return Opened(header, counter, of, unit_tag(keys.tag_key(header.unit, of), message), contents)


def standing(tag: bytes, accepted: bytes | None) -> Standing:
    """A valid frame against the tag that was accepted under the same unit and counter, None for no such."""
    if accepted is None:
        return "new"
    return "known" if compare_digest(tag, accepted) else "fork"


def open_at_peer(
    keys: UnitKeys, frame: bytes, *, window: Window, floor: int | None, previous: bool = True
) -> tuple[Opened, Window]:
    """A neighbour's frame, proven by the group only: to show, nothing else; and the neighbour's next window.

    `previous`: the epoch before the newest is still taken (48 h after the newest came).
    """
    header = _unit_header(frame)
    if header.unit == keys.unit:
        raise BadFrame("own_frame")
    epoch = _held(keys, header.epoch_low, oldest=keys.epoch - previous)
    inner = frame[:-UNIT_TAG_SIZE]
    for counter in near(header.counter_low, highest=window.highest, floor=floor):
        contents = group_open(keys.groups[epoch], keys.operation, inner, counter=counter)
        if contents is not None:
            _demand_new(window, counter)
            opened = Opened(header, counter, epoch, frame[-UNIT_TAG_SIZE:], contents)
            return opened, window.with_taken(counter)
    raise BadFrame("group_tag")


def open_broadcast(
    keys: UnitKeys, frame: bytes, *, highest: int, floor: int | None, late: bool = True
) -> Opened:
    """The center's word to all, signed. `highest`: the center's highest counter heard, -1 for none.

    `late`: it may be weeks old; else only the likely counters are tried.
    """
    header = parse_header(frame)
    if header.kind is not Kind.BROADCAST:
        raise BadFrame("kind")
    epoch = _held(keys, header.epoch_low, oldest=0)
    inner, signature = frame[:-SIGNATURE_SIZE], frame[-SIGNATURE_SIZE:]
    for counter in heard(header.counter_low, highest=highest, floor=floor, late=late):
        contents = group_open(keys.groups[epoch], keys.operation, inner, counter=counter)
        if contents is not None:
            _demand_signed(keys, signature, tagged(CENTER_LABEL, keys.operation, counter, inner))
            return Opened(header, counter, epoch, signature, contents)
    raise BadFrame("group_tag")


def _unit_header(frame: bytes) -> Header:
    header = parse_header(frame)
    if header.kind not in UNIT_KINDS:
        raise BadFrame("kind")
    return header


def _tries(header: Header, known: tuple[int, int], epochs: range) -> Iterator[Try]:
    highest, floor = known
    return pairs(at_center(header.counter_low, highest=highest, floor=floor), epochs)


def _by_unit_tag(keys: OperationKeys, frame: bytes, unit: int, tries: Iterator[Try]) -> Try | None:
    inner, tag = frame[:-UNIT_TAG_SIZE], frame[-UNIT_TAG_SIZE:]
    states: dict[int, HMAC] = {}
    for counter, epoch in tries:
        if epoch not in states:
            states[epoch] = tag_state(keys.tag_key(unit, epoch))
        if compare_digest(tag_of(states[epoch], tagged(UNIT_LABEL, keys.operation, counter, inner)), tag):
            return counter, epoch
    return None


def _by_group_tag(keys: OperationKeys, frame: bytes, tries: Iterable[Try]) -> tuple[Try, bytes] | None:
    inner = frame[:-UNIT_TAG_SIZE]
    for counter, epoch in tries:
        contents = group_open(keys.group_key(epoch), keys.operation, inner, counter=counter)
        if contents is not None:
            return (counter, epoch), contents
    return None


def _held(keys: UnitKeys, epoch_low: int, *, oldest: int) -> int:
    for epoch in keys.groups:  # the two bits of four epochs in a row differ
        if epoch & 3 == epoch_low and epoch >= oldest:
            return epoch
    raise BadFrame("epoch")


def _demand_new(window: Window, counter: int) -> None:
    if window.has(counter):
        raise BadFrame("replayed")


def _demand_signed(keys: UnitKeys, signature: bytes, message: bytes) -> None:
    if not signature_fits(keys.sign_public, signature, message):
        raise BadFrame("signature")
