"""The client that floods: half-open connections kept at a number, and junk at a rate, from one address.

`python -m tests.bench.flood.attacker PORT NAME [CA]`; tells as JSON at SIGTERM what it did. With a CA it speaks TLS.
"""

import asyncio
import json
import random
import signal
import ssl
import sys
from collections import Counter
from contextlib import suppress

HALF_OPEN, JUNK_PER_S, JUNK_LINES = 800, 500, 20
CLIENT = ("127.0.0.66", 0)
SOON_S, REFUSED_S, SAMPLE_S = 0.1, 1.0, 0.5
TLS_PART, HEAD_PART, BODY_PART = range(3)
TLS_HELLO = b"\x16\x03\x01\x02\x00"  # RFC 8446 5.1: the head of a record that never comes
JUNK = (b"GET /%d HTTP/1.1\r\nHost: %s\r\n\r\n", b"GET /catat/%d HTTP/1.1\r\nHost: %s\r\nCookie: x=y\r\n\r\n")


class Attack:
    """Counts what stands open and what came back."""

    def __init__(self, port: int, name: str, tls: ssl.SSLContext | None) -> None:
        self._port, self._name, self._tls = port, name, tls
        self._chance = random.Random(4)
        self.open = 0
        self.samples: list[tuple[int, int]] = []
        self.answers: Counter[str] = Counter()

    async def half_open(self, number: int) -> None:
        """One connection that says a part of something and waits; closed, another. Where bodies are refused it goes on with heads."""
        loop, part = asyncio.get_running_loop(), number % 3
        await asyncio.sleep(self._chance.random() * REFUSED_S)
        while True:
            began = loop.time()
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._hang(part)
            refused = loop.time() - began < REFUSED_S
            part = HEAD_PART if refused and part == BODY_PART else part
            await asyncio.sleep(REFUSED_S if refused else SOON_S)

    async def _hang(self, part: int) -> None:
        reader, writer = await self._connected(self._tls if part != TLS_PART else None)
        self.open += 1
        try:
            writer.write(self._begun(part))
            while await reader.read(4096):
                pass
        finally:
            self.open -= 1
            writer.close()

    def _begun(self, part: int) -> bytes:
        host = self._name.encode()
        if part == TLS_PART:
            return TLS_HELLO if self._tls else b"GE"
        if part == HEAD_PART:
            return b"GET / HTTP/1.1\r\nHost: " + host
        return b"POST /catat/lokasi HTTP/1.1\r\nHost: " + host + b"\r\nContent-Length: 5000\r\n\r\nnama="

    async def junk(self) -> None:
        """One connection that asks for nothing useful, at its share of the rate; a closed one is opened again."""
        await asyncio.sleep(self._chance.random() * JUNK_LINES / JUNK_PER_S)
        while True:
            try:
                await self._asking()
            except (OSError, asyncio.IncompleteReadError):
                self.answers["closed"] += 1
                await asyncio.sleep(JUNK_LINES / JUNK_PER_S)

    async def _asking(self) -> None:
        reader, writer = await self._connected(self._tls)
        loop = asyncio.get_running_loop()
        due = loop.time()
        try:
            while True:
                line = self._chance.choice(JUNK) % (self._chance.randrange(10**6), self._name.encode())
                writer.write(line)
                self.answers[await _status(reader)] += 1
                due = max(due + JUNK_LINES / JUNK_PER_S, loop.time() - 1)
                await asyncio.sleep(max(0.0, due - loop.time()))
        finally:
            writer.close()

    async def _connected(
        self, tls: ssl.SSLContext | None
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        name = self._name if tls else None
        return await asyncio.open_connection(
            "127.0.0.1", self._port, local_addr=CLIENT, ssl=tls, server_hostname=name
        )

    async def sample(self) -> None:
        while True:
            await asyncio.sleep(SAMPLE_S)
            self.samples.append((self.open, self.answers.total()))


async def _status(reader: asyncio.StreamReader) -> str:
    """Reads one whole answer; its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    lengths = [line.split(":")[1] for line in head.splitlines() if line.lower().startswith("content-length:")]
    if lengths:
        await reader.readexactly(int(lengths[0]))
    elif "chunked" in head.lower():
        await _chunks(reader)
    else:
        await reader.read()
    return head.split()[1]


async def _chunks(reader: asyncio.StreamReader) -> None:
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()


async def _run(attack: Attack) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    ways = [asyncio.create_task(attack.half_open(number)) for number in range(HALF_OPEN)]
    ways += [asyncio.create_task(attack.junk()) for _ in range(JUNK_LINES)]
    ways.append(asyncio.create_task(attack.sample()))
    await stop.wait()
    for way in ways:
        way.cancel()
    await asyncio.gather(*ways, return_exceptions=True)
    told = {"every_s": SAMPLE_S, "samples": attack.samples, "answers": dict(attack.answers)}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    context = ssl.create_default_context(cafile=sys.argv[3]) if len(sys.argv) > 3 else None
    asyncio.run(_run(Attack(int(sys.argv[1]), sys.argv[2], context)))
