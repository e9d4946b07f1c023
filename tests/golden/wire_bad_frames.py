"""Frames that must be refused: what the vectors of bad frames are made from."""

from collections.abc import Iterator

from sync.frames import SIGNATURE_SIZE, Kind, parse_header
from sync.seal import pack_slip, seal_broadcast, seal_frame, seal_receipt
from sync.seal.frame import group_seal, unit_tag
from tests.golden.wire_inputs import CONTENTS, KEYS, SLIPS, Case, unit


def bad_frames() -> Iterator[Case]:
    """Frames that must be refused, with the reason at each opener; unit 7's are opened by unit 8."""
    good = seal_frame(unit(7, 3), Kind.RECORDS, counter=65_541, contents=CONTENTS)
    word = seal_broadcast(KEYS, epoch=3, counter=65_541, contents=CONTENTS)
    slip = seal_receipt(KEYS, {8: pack_slip(SLIPS["bitmap"])}, epoch=3, counter=65_541)
    cases = {
        "nothing": ("center", b"", "too_short"),
        "18 bytes": ("center", good[:18], "too_short"),
        "6,162 bytes": ("center", good[:5] + bytes(6_157), "too_long"),
        "zeroed memory": ("center", bytes(200), "version"),
        "zero first byte": ("center", b"\0" + good[1:], "version"),
        "version 0": ("center", bytes((good[0] & 0x3F,)) + good[1:], "version"),
        "version 2": ("center", bytes((good[0] & 0x3F | 0x80,)) + good[1:], "version"),
        "kind 0": ("center", bytes((good[0] & 0xF0,)) + good[1:], "kind"),
        "kind 6": ("center", bytes((good[0] & 0xF0 | 6,)) + good[1:], "reserved_kind"),
        "kind 15": ("center", seal_frame(unit(7, 3), Kind.TEST, counter=1, contents=CONTENTS), "kind"),
        "a broadcast at the center": ("center", word, "kind"),
        "records of unit 0": ("center", good[:1] + b"\0\0" + good[3:], "sender"),
        "a broadcast of unit 7": ("broadcast", word[:1] + b"\0\x07" + word[3:], "sender"),
        "our own": ("peer", seal_frame(unit(8, 3), Kind.SOS, counter=65_541, contents=CONTENTS), "own_frame"),
        "an epoch not held": (
            "peer",
            seal_frame(unit(7, 2), Kind.SOS, counter=65_541, contents=CONTENTS),
            "epoch",
        ),
        "forged with the group key": ("center", _forged(), "forged"),
        "forged word of the center": (
            "broadcast",
            word[:-SIGNATURE_SIZE] + bytes(SIGNATURE_SIZE),
            "signature",
        ),
        "torn slip": ("slip", slip[:-1], "slip_layout"),
        "slip of nobody": ("slip", slip[:5] + b"\0\0" + slip[7:], "slip_layout"),
        "unit named twice": ("slip", slip + slip[5:], "slip_layout"),
        "unreadable slip": (
            "slip",
            seal_receipt(KEYS, {8: b"\x03\0\1\1\1"}, epoch=3, counter=65_541),
            "slip_body",
        ),
    }
    for region, at in (
        ("epoch", 0),
        ("kind", 0),
        ("unit", 2),
        ("counter", 4),
        ("contents", 9),
        ("group tag", -9),
    ):
        flip = {"epoch": 0x10, "kind": 2}.get(region, 1)
        cases[f"flipped {region} at the center"] = ("center", _flipped(good, at, flip), "unit_tag")
        reason = "epoch" if region == "epoch" else "group_tag"
        cases[f"flipped {region} at a peer"] = ("peer", _flipped(good, at, flip), reason)
    cases["flipped unit tag"] = ("center", _flipped(good, -1, 1), "forged")
    cases["flipped signature"] = ("broadcast", _flipped(word, -1, 1), "signature")
    cases["flipped broadcast"] = ("broadcast", _flipped(word, 9, 1), "group_tag")
    cases["flipped slip"] = ("slip", _flipped(slip, -1, 1), "slip_tag")
    for name, (opener, frame, error) in cases.items():
        yield {"name": name, "opener": opener, "frame": frame.hex(), "error": error}


def _flipped(frame: bytes, at: int, bits: int) -> bytes:
    changed = bytearray(frame)
    changed[at] ^= bits
    return bytes(changed)


def _forged() -> bytes:
    header = parse_header(seal_frame(unit(7, 3), Kind.RECORDS, counter=65_542, contents=CONTENTS)).to_bytes()
    inner = group_seal(KEYS.group_key(3), KEYS.operation, header, counter=65_542, contents=b"forged")
    return inner + unit_tag(bytes(32), inner)
