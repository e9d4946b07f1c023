"""What a driver and its worker say to each other: JSON objects, each behind its length in four bytes."""

import json
import struct
from collections.abc import Iterator
from typing import Any

Message = dict[str, Any]

LENGTH = struct.Struct(">I")
LARGEST = 1 << 20  # the settings of a radio with all modules are about 10 kB


class BadMessage(Exception):
    """Bytes that no worker of ours says; the stream is lost."""


def packed(message: Message) -> bytes:
    """The message as it goes through the pipe."""
    body = json.dumps(message, separators=(",", ":")).encode()
    return LENGTH.pack(len(body)) + body


class Unpacker:
    """Messages out of bytes that come in any pieces."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that are whole with `data`. Raises BadMessage."""
        self._rest += data
        while (body := self._next()) is not None:
            yield _message(body)

    def _next(self) -> bytes | None:
        if len(self._rest) < LENGTH.size:
            return None
        size = int(LENGTH.unpack_from(self._rest)[0])
        if size > LARGEST:
            raise BadMessage(f"a message of {size} bytes")
        if len(self._rest) < LENGTH.size + size:
            return None
        body = bytes(self._rest[LENGTH.size : LENGTH.size + size])
        del self._rest[: LENGTH.size + size]
        return body


def _message(body: bytes) -> Message:
    try:
        message = json.loads(body)
    except ValueError as error:
        raise BadMessage("not JSON") from error
    if not isinstance(message, dict) or not isinstance(message.get("say"), str):
        raise BadMessage("not one of ours")
    return message
