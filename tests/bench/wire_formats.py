"""The formats without a schema: JSON in three forms, CBOR, MessagePack, and zstd with a trained dictionary."""

import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import cbor2
import msgpack
import zstandard

from field_node.records import TYPES
from field_node.records.kinds import Ref
from field_node.records.plain import to_plain
from field_node.records.record import Entry
from sync.codec.envelope import radio_copy
from tests.bench.wire_plain import ENVELOPE, Plain, plain, sent

ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DICTIONARY, DEFLATE_WINDOW = 16_384, 32_768


@dataclass(frozen=True, slots=True)
class Format:
    """encode: the entries of one frame as its contents. decode: `told` of them again, for the check that nothing is lost."""

    name: str
    encode: Callable[[Sequence[Entry]], bytes]
    decode: Callable[[bytes], Any]
    told: Callable[[Sequence[Entry]], Any] = plain


def naive(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """What `json.dumps` of the rows would send: every name in full."""
    return [_naive(radio_copy(one)) for one in entries]


def _naive(entry: Entry) -> dict[str, Any]:
    whole = {
        "unit": entry.unit, "seq": entry.seq, "type": entry.record.about.slug, "made_at": entry.made_at,
        "quality": int(entry.quality), "incident": _name(entry.incident), "author": entry.author,
        "corrects": _name(entry.corrects), "reason": entry.reason, "complete": entry.complete, "record": to_plain(entry.record),
    }  # fmt: skip
    return {name: value for name, value in whole.items() if value is not None}


def _name(ref: Ref | None) -> str | None:
    return None if ref is None else str(ref)


def keyed(one: Plain) -> dict[int, Any]:
    """By small numbers; what is None is left out. 0 the type, 1.. the envelope, after it the fields."""
    found: dict[int, Any] = {0: one.number}
    found |= {place: value for place, value in enumerate(one.envelope, 1) if value is not None}
    first = len(ENVELOPE) + 1
    return found | {place: value for place, value in enumerate(one.values, first) if value is not None}


def unkeyed(told: dict[int, Any]) -> Plain:
    first = len(ENVELOPE) + 1
    count = len(sent(TYPES[told[0]]))
    return Plain(
        told[0],
        tuple(told.get(place) for place in range(1, first)),
        tuple(told.get(place) for place in range(first, first + count)),
    )


def masked(one: Plain) -> list[Any]:
    """[type, which of the rest is there as bits, values]: shorter than nulls or keys for rows with many empty fields."""
    rest = (*one.envelope, *one.values)
    mask = sum(1 << place for place, value in enumerate(rest) if value is not None)
    return [one.number, mask, *(value for value in rest if value is not None)]


def unmasked(told: Sequence[Any]) -> Plain:
    number, mask, *there = told
    left = iter(there)
    size = len(ENVELOPE) + len(sent(TYPES[number]))
    rest = tuple(next(left) if mask >> place & 1 else None for place in range(size))
    return Plain(number, rest[: len(ENVELOPE)], rest[len(ENVELOPE) :])


def _short(one: Plain) -> dict[str, Any]:
    return {_key(place): value for place, value in keyed(one).items()}


def _key(place: int) -> str:
    return ALPHABET[place] if place < len(ALPHABET) else "_" + ALPHABET[place - len(ALPHABET)]


_PLACES = {_key(place): place for place in range(2 * len(ALPHABET))}


def _compact(told: Any) -> bytes:
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()


def short_json(told: Sequence[Plain]) -> bytes:
    return _compact([_short(one) for one in told])


def _from_short(data: bytes) -> list[Plain]:
    return [unkeyed({_PLACES[key]: value for key, value in one.items()}) for one in json.loads(data)]


def _cbor(told: Sequence[Plain]) -> bytes:
    return bytes(cbor2.dumps([keyed(one) for one in told]))


def _from_cbor(data: bytes) -> list[Plain]:
    return [unkeyed(one) for one in cbor2.loads(data)]


def packed(told: Sequence[Plain]) -> bytes:
    """MessagePack, row after row."""
    return b"".join(msgpack.packb(masked(one)) for one in told)


def _unpacked(data: bytes) -> list[Plain]:
    reader = msgpack.Unpacker(strict_map_key=False)
    reader.feed(data)
    return [unmasked(one) for one in reader]


def whole(entries: Sequence[Entry]) -> list[Plain]:
    """Times of entries and coordinates as they are: how these formats are mostly used."""
    return plain(entries, deltas=False)


def of_rows(
    name: str,
    write: Callable[[Sequence[Plain]], bytes],
    read: Callable[[bytes], list[Plain]],
    told: Callable[[Sequence[Entry]], list[Plain]] = plain,
) -> Format:
    """A format that writes rows."""
    return Format(name, lambda entries: write(told(entries)), read, told)


def loose() -> list[Format]:
    """Those that need no training."""
    return [
        Format("JSON naif", lambda entries: _compact(naive(entries)), json.loads, naive),
        of_rows("JSON kunci pendek", short_json, _from_short, whole),
        of_rows("JSON kunci pendek, delta", short_json, _from_short),
        of_rows(
            "JSON + deflate",
            lambda told: _deflated(short_json(told), b""),
            lambda data: _from_short(_inflated(data, b"")),
        ),
        of_rows("CBOR kunci angka", _cbor, _from_cbor, whole),
        of_rows("CBOR kunci angka, delta", _cbor, _from_cbor),
        of_rows("MessagePack", packed, _unpacked, whole),
        of_rows("MessagePack, delta", packed, _unpacked),
    ]


def trained(frames: Sequence[Sequence[Entry]]) -> list[Format]:
    """Those with a dictionary from frames of the matched setting, like our tables."""
    preset = b"".join(short_json(plain(one)) for one in frames)[-DEFLATE_WINDOW:]
    words = zstandard.train_dictionary(DICTIONARY, [packed(plain(one)) for one in frames], level=19)
    press = zstandard.ZstdCompressor(
        level=19, dict_data=words, write_content_size=False, write_checksum=False, write_dict_id=False
    )
    free = zstandard.ZstdDecompressor(dict_data=words)
    return [
        of_rows(
            "JSON + deflate, kamus",
            lambda told: _deflated(short_json(told), preset),
            lambda data: _from_short(_inflated(data, preset)),
        ),
        of_rows(
            "MessagePack + zstd terlatih",
            lambda told: press.compress(packed(told)),
            lambda data: _unpacked(free.decompress(data, max_output_size=1 << 16)),
        ),
    ]


def _deflated(data: bytes, words: bytes) -> bytes:
    press = (
        zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, words)
        if words
        else zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    )
    return press.compress(data) + press.flush()


def _inflated(data: bytes, words: bytes) -> bytes:
    free = zlib.decompressobj(-15, words) if words else zlib.decompressobj(-15)
    return free.decompress(data) + free.flush()
