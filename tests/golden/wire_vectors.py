"""Makes the vectors of frames, seals, slips, bundles and counters. It only adds: what is written stays.

python -m tests.golden.wire_vectors
"""

import json
from collections.abc import Iterator
from pathlib import Path

from field_node.sealed_box import public_of, seal_box
from sync.bundle import MAGIC, read_bundle, write_bundle
from sync.errors import BadFrame, CannotSend
from sync.frames import HEADER_SIZE, SIGNATURE_SIZE, UNIT_TAG_SIZE, Kind, parse_header
from sync.seal import (
    boot,
    floor_at,
    pack_slip,
    seal_broadcast,
    seal_frame,
    seal_receipt,
    trusted_now,
)
from sync.seal.candidates import at_center, at_unit, epochs_ahead, epochs_back, near
from sync.seal.derive import SLIP_TAG_SIZE
from sync.seal.frame import CENTER_LABEL, UNIT_LABEL, nonce, tagged
from sync.seal.receipt import slip_aad, slip_nonce
from tests.golden.wire_bad_frames import bad_frames
from tests.golden.wire_inputs import CONTENTS, KEYS, SLIPS, Case, said, unit

FOLDER = Path(__file__).parent / "wire"


def keys() -> Iterator[Case]:
    """M, operation, unit, epoch -> every key."""
    for number, epoch in ((1, 0), (1, 1), (7, 3), (65_535, 2**32 - 1)):
        yield {
            "name": f"unit {number} epoch {epoch}",
            "operation": KEYS.operation.hex(),
            "master": KEYS.master.hex(),
            "unit": number,
            "epoch": epoch,
            "unit_root": KEYS.unit_root(number).hex(),
            "group_key": KEYS.group_key(epoch).hex(),
            "unit_tag_key": KEYS.tag_key(number, epoch).hex(),
            "slip_key": KEYS.slip_key(number, epoch).hex(),
            "sign_private": KEYS.sign_private.hex(),
            "sign_public": KEYS.sign_public.hex(),
            "box_private": KEYS.box_private.hex(),
            "box_public": KEYS.box_public.hex(),
        }


def frames() -> Iterator[Case]:
    """One frame of each kind, with all that went into it."""
    for kind, number, epoch, counter in (
        (Kind.RECORDS, 7, 3, 65_541),
        (Kind.SOS, 1, 0, 0),
        (Kind.DIGEST, 65_535, 6, 2**40 + 9),
        (Kind.TEST, 2, 1, 2**64 - 1),
    ):
        frame = seal_frame(unit(number, epoch), kind, counter=counter, contents=CONTENTS)
        yield _frame(frame, epoch, counter, tail=UNIT_TAG_SIZE, label=UNIT_LABEL)
    frame = seal_broadcast(KEYS, epoch=2, counter=131_072, contents=CONTENTS)
    yield _frame(frame, 2, 131_072, tail=SIGNATURE_SIZE, label=CENTER_LABEL)


def _frame(frame: bytes, epoch: int, counter: int, *, tail: int, label: bytes) -> Case:
    header = parse_header(frame)
    inner, head = frame[:-tail], frame[:HEADER_SIZE]
    return {
        "name": header.kind.name,
        "unit": header.unit,
        "epoch": epoch,
        "counter": counter,
        "contents": CONTENTS.hex(),
        "nonce": nonce(head, counter).hex(),
        "aad": (KEYS.operation + head).hex(),
        "header": head.hex(),
        "group_tag": inner[-4:].hex(),
        "tagged": tagged(label, KEYS.operation, counter, inner).hex(),
        "tag": frame[-tail:].hex(),
        "frame": frame.hex(),
    }


def slips() -> Iterator[Case]:
    """A slip with every flag, sealed alone in a RECEIPT; and one frame for three units."""
    counter, epoch = 99_000, 3
    for name, slip in SLIPS.items():
        body = pack_slip(slip)
        frame = seal_receipt(KEYS, {7: body}, epoch=epoch, counter=counter)
        head = frame[:HEADER_SIZE]
        yield {
            "name": name,
            "says": said(slip),
            "body": body.hex(),
            "unit": 7,
            "epoch": epoch,
            "counter": counter,
            "nonce": slip_nonce(head, 7, counter).hex(),
            "aad": slip_aad(KEYS.operation, head, 7).hex(),
            "tag": frame[-SLIP_TAG_SIZE:].hex(),
            "frame": frame.hex(),
        }


def bundles() -> Iterator[Case]:
    """Whole, torn and zeroed tails, and what is no bundle."""
    two = [bytes.fromhex(case["frame"]) for case in list(frames())[:2]]
    whole = write_bundle(two)
    cases = {
        "empty": MAGIC,
        "two frames": whole,
        "torn in the second frame": whole[:-1],
        "torn in a length": whole + b"\0",
        "zeroed tail": whole + bytes(512),
        "a length no frame has": MAGIC + b"\0\1x" + whole[len(MAGIC) :],
        "torn magic": MAGIC[:-1],
        "another magic": b"TGNFRM2\n" + whole[len(MAGIC) :],
    }
    for name, data in cases.items():
        yield {"name": name, "bundle": data.hex(), **_read(data)}


def _read(data: bytes) -> Case:
    try:
        bundle = read_bundle(data)
    except BadFrame as bad:
        return {"error": bad.reason}
    return {"frames": [frame.hex() for frame in bundle.frames], "left": bundle.left}


def counters() -> Iterator[Case]:
    """Floors, leaps, reserves, limits; candidates at wraps and walks back."""
    start = KEYS.start
    for name, readings, last in (
        ("one source", {"gps": start + 4_000}, start),
        ("a leap of one source", {"gps": start + 31 * 86_400}, start),
        ("a leap of two sources", {"gps": start + 31 * 86_400, "center": start + 31 * 86_400 + 9}, start),
        ("a leap of two that differ", {"gps": start + 31 * 86_400, "center": start + 60 * 86_400}, start),
        ("a clock that fell back to 2019", {"gps": 1_546_300_800}, start + 4_000),
        ("no source", {}, start),
    ):
        trusted = trusted_now(readings, last_trusted=last)
        floor = floor_at(trusted, start=start)
        yield {"name": name, "readings": readings, "last_trusted": last, "trusted": trusted, "floor": floor}
    for name, reserved, floor in (
        ("first start with a clock", 0, 500),
        ("first start without a clock", 0, None),
        ("start after a cut", 1_032, 1_000),
        ("far ahead of the clock", 3_000, 1_000),
        ("no reserve but a clock", None, 1_000),
        ("no reserve and no clock", None, None),
    ):
        yield {"name": name, "reserved": reserved, "floor": floor, **_taken(reserved, floor)}
    for low, highest, floor in (
        (5, 65_530, 65_000),
        (65_530, 65_541, 65_600),
        (5, -1, None),
        (9, 70_000, 700_000),
    ):
        yield {
            "name": f"low {low} highest {highest} floor {floor}",
            "near": near(low, highest=highest, floor=floor),
            "center": list(at_center(low, highest=highest, floor=floor or 0)),
            "unit": list(at_unit(low, highest=highest, floor=floor)),
        }
    for low, newest in ((1, 9), (2, 9), (0, 0), (3, 2)):
        name = f"epoch bits {low} newest {newest}"
        yield {
            "name": name,
            "center": list(epochs_back(low, newest=newest, first=0)),
            "slip": list(epochs_ahead(low, held=newest)),
        }


def _taken(reserved: int | None, floor: int | None) -> Case:
    try:
        line = boot(reserved, floor=floor)
        commit = line.to_commit(floor)
        counter, after = line.committed(commit or 0).take(floor)
    except CannotSend as why:
        return {"error": why.reason, "wait_s": why.wait_s}
    return {"commit": commit, "counter": counter, "then_commit": after.to_commit(floor)}


def boxes() -> Iterator[Case]:
    """Sealed boxes of personal data."""
    for name, text in (("empty", b""), ("a name", b"Nama Contoh")):
        ephemeral = bytes(range(96, 128))
        yield {
            "name": name,
            "public": public_of(KEYS.box_private).hex(),
            "private": KEYS.box_private.hex(),
            "ephemeral_private": ephemeral.hex(),
            "plaintext": text.hex(),
            "sealed": seal_box(KEYS.box_public, text, ephemeral).hex(),
        }


MAKERS = {
    "keys": keys,
    "frames": frames,
    "slips": slips,
    "bundles": bundles,
    "counters": counters,
    "bad_frames": bad_frames,
    "boxes": boxes,
}


def read(name: str) -> list[Case]:
    """The written cases, oldest first."""
    path = FOLDER / f"{name}.json"
    cases: list[Case] = json.loads(path.read_text("utf-8")) if path.exists() else []
    return cases


def add() -> None:
    """Writes the cases whose names are not there yet."""
    FOLDER.mkdir(exist_ok=True)
    for name, maker in MAKERS.items():
        written = read(name)
        known = {case["name"] for case in written}
        cases = written + [case for case in maker() if case["name"] not in known]
        (FOLDER / f"{name}.json").write_text(json.dumps(cases, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    add()
