"""A simulated air as a process: `python -m hardware.radio.air --nodes A,B,C`; killing it switches all radios off.

It says where its nodes are in one JSON line on stdout: {"sim": {name: address}, "tcp": {name: address}, "control":
"HOST:PORT", "numbers": {name: number}}; then it runs until SIGTERM or SIGINT. Orders go to the control socket, or to
stdin with `--control -`, as `hardware.radio.air.orders` lists them.
"""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from hardware.radio.air.door import Guest
from hardware.radio.air.host import Host
from hardware.radio.air.orders import Orders
from hardware.radio.air.scenario import Scenario, named_nodes, read_scenario


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m hardware.radio.air", description=__doc__)
    parser.add_argument("--scenario", type=Path, help="TOML: nodes, settings, orders")
    parser.add_argument(
        "--nodes", default="", metavar="A,B,C", help="names of nodes that all hear each other"
    )
    parser.add_argument("--no-devices", action="store_true", help="`sim:` only; starts sooner")
    parser.add_argument("--listen", default="127.0.0.1:0", metavar="HOST:PORT", help="for `sim:` drivers")
    parser.add_argument(
        "--control", default="127.0.0.1:0", metavar="HOST:PORT", help="- is the standard input"
    )
    parser.add_argument("--seed", type=int)
    parser.add_argument("--speed", type=float, default=1.0, help="so many times faster than real")
    return parser


def scenario_of(asked: argparse.Namespace) -> Scenario:
    """What the arguments ask for."""
    names = [name for name in asked.nodes.split(",") if name]
    plans = named_nodes(names, device=not asked.no_devices)
    made = read_scenario(asked.scenario) if asked.scenario else Scenario(nodes=plans)
    if asked.scenario and asked.no_devices:
        made = replace(made, nodes=tuple(replace(plan, device=False) for plan in made.nodes))
    return made if asked.seed is None else replace(made, seed=asked.seed)


async def open_doors(host: Host, where: str) -> tuple[str, asyncio.Server]:
    """Let `sim:` drivers in; "HOST:PORT" and what listens there."""
    name, _, port = where.rpartition(":")
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Guest(host.live, host.enter), name, int(port))
    return f"{name}:{server.sockets[0].getsockname()[1]}", server


class _Orderer(asyncio.Protocol):
    """Lines in, one JSON line out for each."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._rest = b""
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            answer = self._orders.do(line.decode(errors="replace"))
            if isinstance(self._transport, asyncio.WriteTransport):
                self._transport.write(answer.encode() + b"\n")


async def _take_orders(orders: Orders, where: str) -> str:
    """Where orders are taken; on stdin the answers go to stderr."""
    loop = asyncio.get_running_loop()
    if where == "-":
        loop.add_reader(sys.stdin.fileno(), _stdin_line, orders, loop)
        return "-"
    name, _, port = where.rpartition(":")
    server = await loop.create_server(partial(_Orderer, orders), name, int(port))
    return f"{name}:{server.sockets[0].getsockname()[1]}"


def _stdin_line(orders: Orders, loop: asyncio.AbstractEventLoop) -> None:
    line = sys.stdin.readline()
    if not line:
        loop.remove_reader(sys.stdin.fileno())
        return
    sys.stderr.write(orders.do(line) + "\n")


async def _serve(asked: argparse.Namespace) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    scenario = scenario_of(asked)
    host = Host(scenario, loop, speed=asked.speed)
    orders = Orders(host)
    for line in scenario.orders:
        if "error" in (told := json.loads(orders.do(line))):
            raise SystemExit(f'"{line}": {told["error"]}')
    where, doors = await open_doors(host, asked.listen)
    control = await _take_orders(orders, asked.control)
    sys.stdout.write(json.dumps(addresses(host, where) | {"control": control}) + "\n")
    sys.stdout.flush()
    await stop.wait()
    doors.close()
    host.close()


def addresses(host: Host, where: str) -> dict[str, dict[str, str] | dict[str, int]]:
    """Where each node is, for `open_radio`; `numbers`: what each is on air."""
    nodes = host.nodes
    return {
        "sim": {name: f"sim:{where}/{name}" for name in nodes},
        "tcp": {name: hosted.address for name, hosted in nodes.items() if hosted.address},
        "numbers": {name: hosted.radio.station.number for name, hosted in nodes.items()},
    }


def main(arguments: Sequence[str]) -> int:
    """Run until a signal."""
    asked = _parser().parse_args(arguments)
    if not asked.scenario and not asked.nodes:
        _parser().error("one of --scenario and --nodes is needed")
    asyncio.run(_serve(asked))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
