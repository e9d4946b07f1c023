"""Old frames, slips, bundles and boxes stay readable for ever, and are made the same way."""

import hashlib
import hmac
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESCCM

from field_node.sealed_box import open_box, seal_box
from sync.bundle import read_bundle, write_bundle
from sync.errors import BadFrame
from sync.frames import Kind
from sync.seal import (
    OperationKeys,
    Window,
    open_at_center,
    open_at_peer,
    open_broadcast,
    open_slip,
    seal_broadcast,
    seal_frame,
    seal_receipt,
    unpack_slip,
)
from tests.golden.wire_inputs import KEYS, Case, said, unit
from tests.golden.wire_vectors import MAKERS, read


def cases(name: str) -> Any:
    return pytest.mark.parametrize("case", read(name), ids=lambda case: case["name"])


def un(case: Case, name: str) -> bytes:
    return bytes.fromhex(case[name])


def hkdf(key: bytes, salt: bytes, info: bytes, size: int) -> bytes:
    """RFC 5869 for sizes up to 32, written a second time on purpose."""
    extracted = hmac.digest(salt, key, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")[:size]


@pytest.mark.parametrize("name", MAKERS)
def test_the_vectors_are_what_their_maker_makes_today(name: str) -> None:
    written = {case["name"]: case for case in read(name)}
    for case in MAKERS[name]():
        assert written[case["name"]] == _plain(case)


def _plain(case: Case) -> Case:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in case.items()}


@cases("keys")
def test_the_key_schedule_holds_by_a_second_hand(case: Case) -> None:
    salt, number, epoch = (
        un(case, "operation"),
        case["unit"].to_bytes(2, "big"),
        case["epoch"].to_bytes(4, "big"),
    )
    root = hkdf(un(case, "master"), salt, b"tagana1 unit" + number, 32)
    assert case["unit_root"] == root.hex()
    assert case["group_key"] == hkdf(un(case, "master"), salt, b"tagana1 group" + epoch, 16).hex()
    assert case["unit_tag_key"] == hkdf(root, salt, b"tagana1 up" + number + epoch, 32).hex()
    assert case["slip_key"] == hkdf(root, salt, b"tagana1 down" + number + epoch, 16).hex()
    assert OperationKeys.from_dict(KEYS.to_dict()).unit_root(case["unit"]) == root


@cases("frames")
def test_the_bytes_of_a_frame_hold_by_a_second_hand(case: Case) -> None:
    frame, operation, counter = un(case, "frame"), KEYS.operation, case["counter"]
    number = Kind[case["name"]]
    first = 1 << 6 | (case["epoch"] & 3) << 4 | number
    header = bytes([first]) + case["unit"].to_bytes(2, "big") + (counter & 0xFFFF).to_bytes(2, "big")
    nonce = header[:3] + counter.to_bytes(10, "big")
    group = AESCCM(KEYS.group_key(case["epoch"]), tag_length=4)
    inner = header + group.encrypt(nonce, un(case, "contents"), operation + header)
    assert (case["header"], case["nonce"], case["aad"]) == (
        header.hex(),
        nonce.hex(),
        (operation + header).hex(),
    )
    if number is Kind.BROADCAST:
        message = b"tagana1 center" + operation + counter.to_bytes(8, "big") + inner
        Ed25519PublicKey.from_public_bytes(KEYS.sign_public).verify(un(case, "tag"), message)
    else:
        message = b"tagana1 tag" + operation + counter.to_bytes(8, "big") + inner
        key = KEYS.tag_key(case["unit"], case["epoch"])
        assert un(case, "tag") == hmac.new(key, message, hashlib.sha256).digest()[:8]
    assert frame == inner + un(case, "tag")


@cases("frames")
def test_old_frames_open_and_are_sealed_the_same(case: Case) -> None:
    kind, counter, contents = Kind[case["name"]], case["counter"], un(case, "contents")
    frame, epoch = un(case, "frame"), case["epoch"]
    if kind is Kind.BROADCAST:
        assert seal_broadcast(KEYS, epoch=epoch, counter=counter, contents=contents) == frame
        assert open_broadcast(unit(8, epoch), frame, highest=counter, floor=None).contents == contents
        return
    assert seal_frame(unit(case["unit"], epoch), kind, counter=counter, contents=contents) == frame
    if kind is Kind.TEST:
        with pytest.raises(BadFrame, match="kind"):
            open_at_center(KEYS, frame, highest=counter, floor=0, epoch=epoch)
        return
    opened = open_at_center(KEYS, frame, highest=counter, floor=0, epoch=epoch)
    assert (opened.contents, opened.counter, opened.epoch) == (contents, counter, epoch)
    assert open_at_peer(unit(8, epoch), frame, window=Window(), floor=counter)[0].contents == contents


@cases("slips")
def test_old_slips_open_and_are_sealed_the_same(case: Case) -> None:
    frame, body, counter, epoch = un(case, "frame"), un(case, "body"), case["counter"], case["epoch"]
    assert said(unpack_slip(body)) == case["says"]
    assert seal_receipt(KEYS, {case["unit"]: body}, epoch=epoch, counter=counter) == frame
    found = open_slip(unit(case["unit"], epoch), frame, window=Window(), floor=counter)
    assert found is not None
    assert (said(found[0].slip), found[0].counter, found[0].epoch) == (case["says"], counter, epoch)
    nonce = frame[:1] + case["unit"].to_bytes(2, "big") + counter.to_bytes(10, "big")
    aad = KEYS.operation + frame[:5] + case["unit"].to_bytes(2, "big")
    sealed = AESCCM(KEYS.slip_key(case["unit"], epoch), tag_length=8).encrypt(nonce, body, aad)
    assert (case["nonce"], case["aad"]) == (nonce.hex(), aad.hex())
    assert frame[5:] == case["unit"].to_bytes(2, "big") + bytes([len(sealed)]) + sealed


@cases("bundles")
def test_old_bundles_are_read_the_same(case: Case) -> None:
    data = un(case, "bundle")
    if "error" in case:
        with pytest.raises(BadFrame, match=case["error"]):
            read_bundle(data)
        return
    bundle = read_bundle(data)
    assert ([frame.hex() for frame in bundle.frames], bundle.left) == (case["frames"], case["left"])
    if case["name"] == "two frames":
        assert write_bundle(bundle.frames) == data


@cases("bad_frames")
def test_bad_frames_are_refused_for_their_reason(case: Case) -> None:
    with pytest.raises(BadFrame) as refused:
        _open(case["opener"], un(case, "frame"))
    assert refused.value.reason == case["error"]
    assert refused.value.permanent


def _open(opener: str, frame: bytes) -> object:
    counter, peer = 65_540, unit(8, 3)
    if opener == "center":
        return open_at_center(KEYS, frame, highest=counter, floor=counter, epoch=3)
    if opener == "peer":
        return open_at_peer(peer, frame, window=Window(counter), floor=counter)
    if opener == "broadcast":
        return open_broadcast(peer, frame, highest=counter, floor=counter)
    return open_slip(peer, frame, window=Window(counter), floor=counter)


@cases("boxes")
def test_old_boxes_open_and_are_sealed_the_same(case: Case) -> None:
    sealed = un(case, "sealed")
    assert open_box(un(case, "private"), sealed) == un(case, "plaintext")
    assert seal_box(un(case, "public"), un(case, "plaintext"), un(case, "ephemeral_private")) == sealed
    assert len(sealed) == len(un(case, "plaintext")) + 48
