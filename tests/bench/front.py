"""A front before a server: TLS where a certificate is given, then bytes as they come; it counts both ways.

`python -m tests.bench.front LISTEN PORT TARGET_PORT [CERT KEY]`; prints its address, and its counts as JSON at SIGTERM.
"""

import asyncio
import json
import signal
import ssl
import sys
from dataclasses import asdict, dataclass

PIECE = 1 << 16
ASKED = b"POST /"


@dataclass
class Counts:
    """Bytes of HTTP without TLS and headers of the network; requests that began."""

    up: int = 0
    down: int = 0
    requests: int = 0


class Front:
    """Joins each connection to one of its own to the target."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self.counts = Counts()

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until either side ends."""
        target_reader, target_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
        ways = [
            asyncio.create_task(self._up(reader, target_writer)),
            asyncio.create_task(self._down(target_reader, writer)),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        for end in (target_writer, writer):
            end.close()

    async def _up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await _read(reader):
            self.counts.up += len(piece)
            self.counts.requests += piece.startswith(ASKED)
            writer.write(piece)
            await writer.drain()

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await _read(reader):
            self.counts.down += len(piece)
            writer.write(piece)
            await writer.drain()


async def _read(reader: asyncio.StreamReader) -> bytes:
    """b"" also when the other side tore the connection."""
    try:
        return await reader.read(PIECE)
    except OSError:
        return b""


async def _serve(host: str, ports: tuple[int, int], tls: ssl.SSLContext | None) -> None:
    front, stop = Front(ports[1]), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    server = await asyncio.start_server(front.join, host, ports[0], ssl=tls)
    port = server.sockets[0].getsockname()[1]
    print(f"http{'s' if tls else ''}://{host}:{port}", flush=True)
    await stop.wait()
    print(json.dumps(asdict(front.counts)), flush=True)


def _tls(files: list[str]) -> ssl.SSLContext | None:
    if not files:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*files)
    return context


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], (int(sys.argv[2]), int(sys.argv[3])), _tls(sys.argv[4:])))
