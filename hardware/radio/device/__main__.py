"""One simulated Meshtastic radio as a process: `python -m hardware.radio.device --listen 127.0.0.1:0`; killing it is the unplug."""

import argparse
import asyncio
import json
import random
import signal
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from hardware.radio.device.alone import LoneAntenna
from hardware.radio.device.control import Control
from hardware.radio.device.core import Device, Pace
from hardware.radio.device.server import DeviceServer
from hardware.radio.device.setup import Setup, factory_setup, good_setup, saved_setup
from hardware.radio.provision.found import CHANNEL


def lone_server(
    setup: Setup, loop: asyncio.AbstractEventLoop, *, seed: int = 0, speed: float = 1.0
) -> DeviceServer:
    """A radio with nobody around but one that repeats; switched on, without doors yet."""
    antenna = LoneAntenna(loop, speed=speed)
    device = Device(setup, antenna, loop, chance=random.Random(seed), utc=time.time, pace=Pace(speed=speed))
    device.boot()
    return DeviceServer(device, loop)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m hardware.radio.device", description=__doc__)
    parser.add_argument("--listen", metavar="HOST:PORT", help="TCP; port 0: any")
    parser.add_argument("--pty", type=Path, help="a symlink to make in front of a pty")
    parser.add_argument("--node", type=lambda text: int(text, 0), default=0xA0000001)
    parser.add_argument("--name", default="")
    parser.add_argument("--factory", action="store_true", help="as it comes out of the box")
    parser.add_argument("--channel", default=CHANNEL)
    parser.add_argument("--psk", type=bytes.fromhex, default=b"T" * 32, help="hex")
    parser.add_argument("--config", type=Path, help="JSON file that settings are kept in")
    parser.add_argument(
        "--control", metavar="HOST:PORT", help="where orders are taken; - is the standard input"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--speed", type=float, default=1.0)
    return parser


def _setup(asked: argparse.Namespace) -> Setup:
    if asked.config and asked.config.exists():
        return saved_setup(asked.config)
    if asked.factory:
        return factory_setup(asked.node, name=asked.name)
    return good_setup(asked.node, name=asked.name, channel=asked.channel, psk=asked.psk)


def _split(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host, int(port)


async def _obey(
    control: Control, lines: asyncio.StreamReader, answers: asyncio.StreamWriter | None = None
) -> None:
    """Lines in, one JSON line out for each."""
    async for line in lines:
        answer = control.do(line.decode(errors="replace"))
        if answers:
            answers.write(answer.encode() + b"\n")
    if answers:
        answers.close()


async def _take_orders(where: str, control: Control) -> tuple[str, object]:
    """The address where orders are taken, and what must be kept for as long."""
    if where == "-":
        lines = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        return where, asyncio.create_task(_obey(control, lines))
    server = await asyncio.start_server(partial(_obey, control), *_split(where))
    host, port = server.sockets[0].getsockname()[:2]
    return f"{host}:{port}", server


async def _serve(asked: argparse.Namespace) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = lone_server(_setup(asked), loop, seed=asked.seed, speed=asked.speed)
    server.device.keep = asked.config
    told = {"node": server.device.setup.number}
    doors = [server.listen(*_split(asked.listen))] if asked.listen else []
    doors += [server.open_pty(asked.pty)] if asked.pty else []
    orders, kept = await _take_orders(asked.control, Control(server)) if asked.control else ("", None)
    print(json.dumps({**told, "addresses": doors, "control": orders}), flush=True)  # noqa: T201 # for whoever started it
    await stop.wait()
    server.close()
    del kept


def main(arguments: Sequence[str]) -> int:
    """Run until a signal."""
    asked = _parser().parse_args(arguments)
    if not (asked.listen or asked.pty):
        _parser().error("one of --listen and --pty is needed")
    asyncio.run(_serve(asked))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
