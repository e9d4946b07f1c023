"""What the vectors are made from: one operation, one text, a slip with every flag."""

from typing import Any

from sync.seal import Checks, NewEpoch, OperationKeys, Slip, Spans, Track, UnitKeys

Case = dict[str, Any]

KEYS = OperationKeys(
    operation=bytes.fromhex("7467 6e61 0000 0001"),
    start=1_767_225_600,  # 2026-01-01T00:00:00Z
    master=bytes(range(32)),
    sign_private=bytes(range(32, 64)),
    box_private=bytes(range(64, 96)),
)
CONTENTS = b"Cianjur: contents are coded elsewhere"
SLIPS = {
    "least": Slip(incarnation=0, upto=1),
    "bitmap": Slip(incarnation=1, upto=12, has=((13, 14), (15, 18))),
    "runs": Slip(incarnation=1, upto=300, has=((305, 900), (1_200, 1_201))),
    "complete": Slip(incarnation=1, upto=64, complete=60),
    "track": Slip(incarnation=1, upto=2, track=Track(2**31 + 252, ((2**31 + 260, 2**31 + 300),))),
    "track without runs": Slip(incarnation=1, upto=2, track=Track(2**31)),
    "new epoch": Slip(incarnation=2, upto=5, epoch=NewEpoch(4, KEYS.group_key(4))),
    "highest counter": Slip(incarnation=255, upto=128, highest=2**48 - 1),
    "perlu diperiksa": Slip(
        incarnation=0, upto=400, checks=Checks(((17, 18), (301, 421), (2**31 + 9, 2**31 + 10)))
    ),
    "perlu diperiksa from": Slip(
        incarnation=0, upto=400, checks=Checks(((301, 421),), form_from=300, track_from=2**31 + 4)
    ),
    "revoked": Slip(incarnation=0, upto=9, revoked=True),
    "every flag": Slip(
        incarnation=3,
        upto=2**31 - 1,
        has=((2**31, 2**31 + 2),),
        complete=77,
        track=Track(2**32 - 1),
        epoch=NewEpoch(2**32 - 1, bytes(16)),
        highest=70_000,
        checks=Checks(((1, 2),)),
        revoked=True,
    ),
}


def unit(number: int, epoch: int) -> UnitKeys:
    return KEYS.for_unit(number, [epoch])


def said(slip: Slip) -> Case:
    """A slip as plain values."""
    return {
        "incarnation": slip.incarnation,
        "upto": slip.upto,
        "has": _lists(slip.has),
        "complete": slip.complete,
        "track": slip.track and {"upto": slip.track.upto, "has": _lists(slip.track.has)},
        "epoch": slip.epoch and {"epoch": slip.epoch.epoch, "key": slip.epoch.key.hex()},
        "highest": slip.highest,
        "check": _lists(slip.checks.spans),
        "check_from": [slip.checks.form_from, slip.checks.track_from],
        "revoked": slip.revoked,
    }


def _lists(spans: Spans) -> list[list[int]]:
    return [list(span) for span in spans]
