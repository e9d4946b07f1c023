"""One reader under the fuzzer: `python -m tests.fuzz.reader NAME [libFuzzer options]`."""

import contextlib
import sys

import atheris

with atheris.instrument_imports(include=["sync"]):
    from sync.bundle import BundleReader
    from sync.codec.contents import decode, encode
    from sync.codec.digest import decode_digest, encode_digest
    from sync.errors import BadFrame
    from sync.seal import Window, open_at_center, open_at_peer, slips_in, unpack_slip

from tests.golden.wire_inputs import KEYS, unit

START = 1_790_000_000


def _contents(data: bytes) -> None:
    found = decode(7, data, start=START)
    closed = frozenset(
        seq for first, last in found.closed for seq in range(first, min(last, first + 9_999) + 1)
    )
    if not found.closed:
        assert encode(found.entries, start=START, full=found.full, closed=closed, context=data[0]) == data


def _digest(data: bytes) -> None:
    assert encode_digest(decode_digest(data)) == data


def _bundle(data: bytes) -> None:
    reader = BundleReader()
    reader.feed(data)
    reader.finish()


def _center(data: bytes) -> None:
    open_at_center(KEYS, data, highest=100, floor=100, epoch=3)


def _peer(data: bytes) -> None:
    open_at_peer(unit(7, 3), data, window=Window(), floor=100)


def _slip(data: bytes) -> None:
    slips_in(data)


def _body(data: bytes) -> None:
    unpack_slip(data)


READERS = {
    "bundle": _bundle,
    "contents": _contents,
    "digest": _digest,
    "center": _center,
    "peer": _peer,
    "slip": _slip,
    "body": _body,
}


def main() -> None:
    read = READERS[sys.argv.pop(1)]

    def one(data: bytes) -> None:
        with contextlib.suppress(BadFrame):
            read(data)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
