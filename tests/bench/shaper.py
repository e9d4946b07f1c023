"""A slow, lossy line between two network namespaces: real kernel TCP over two TUN devices and one loop.

Run as a program with the process numbers of the two namespaces; it prints "ready", cuts both ways between
SIGUSR1 and SIGUSR2, and prints its counts as JSON at SIGTERM.
"""

import argparse
import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001
CLONE_NEWNET = 0x40000000
MTU = 1400
QUEUE = 100
NEAR, FAR = "10.77.0.1", "10.77.0.2"


@dataclass
class Direction:
    """One way of the line. Loss is drawn after the packet took its time on the line."""

    rate_bps: float
    delay_s: float
    loss: float
    chance: random.Random
    free: float = 0.0
    waiting: int = 0
    carried: int = 0
    packets: int = 0
    lost: int = 0
    dropped: int = 0
    heap: list[tuple[float, int, bytes]] = field(default_factory=list)

    def take(self, packet: bytes, now: float) -> None:
        self.packets += 1
        self.carried += len(packet)
        if len(self.heap) > QUEUE:
            self.dropped += 1
            return
        self.free = max(now, self.free) + len(packet) * 8 / self.rate_bps
        if self.chance.random() < self.loss:
            self.lost += 1
            return
        heapq.heappush(self.heap, (self.free + self.delay_s, self.packets, packet))

    def due(self, now: float) -> Iterator[bytes]:
        while self.heap and self.heap[0][0] <= now:
            yield heapq.heappop(self.heap)[2]


def _tun(pid: int) -> int:
    """A TUN device that stays in the namespace of that process."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open(f"/proc/{pid}/ns/net") as namespace:
        if libc.setns(namespace.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", b"slow0", IFF_TUN_NO_PI))
    return tun


def _forward(near: int, far: int, ways: dict[int, tuple[Direction, int]], state: dict[str, bool]) -> None:
    poller = select.poll()
    for tun in (near, far):
        poller.register(tun, select.POLLIN)
    while not state["stop"]:
        soonest = min(
            (way.heap[0][0] for way, _ in ways.values() if way.heap), default=time.monotonic() + 0.2
        )
        poller.poll(max(0, min(200, (soonest - time.monotonic()) * 1000)))
        for tun, (way, out) in ways.items():
            _read(tun, way, state["cut"])
            for packet in way.due(time.monotonic()):
                os.write(out, packet)


def _read(tun: int, way: Direction, cut: bool) -> None:
    while True:
        try:
            packet = os.read(tun, 2048)
        except BlockingIOError:
            return
        if packet[0] >> 4 == 4 and not cut:
            way.take(packet, time.monotonic())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("near", type=int)
    parser.add_argument("far", type=int)
    parser.add_argument("--rate-bps", type=float, default=64_000)
    parser.add_argument("--delay-s", type=float, default=0.3)
    parser.add_argument("--loss", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    near, far = _tun(options.near), _tun(options.far)
    up, down = (
        Direction(options.rate_bps, options.delay_s, options.loss, random.Random(f"{options.seed}/{way}"))
        for way in ("up", "down")
    )
    state = {"stop": False, "cut": False}
    signal.signal(signal.SIGTERM, lambda *_: state.update(stop=True))
    signal.signal(signal.SIGUSR1, lambda *_: state.update(cut=True))
    signal.signal(signal.SIGUSR2, lambda *_: state.update(cut=False))
    print("ready", flush=True)
    _forward(near, far, {near: (up, far), far: (down, near)}, state)
    counts = {
        name: [way.carried, way.packets, way.lost, way.dropped] for name, way in (("up", up), ("down", down))
    }
    print(json.dumps(counts), flush=True)


@dataclass(frozen=True)
class SlowLine:
    """Two namespaces and the line between them. Prefix a command with `near()` or `far()` to run it on that side."""

    near_pid: int
    far_pid: int
    process: "subprocess.Popen[str]"

    def near(self) -> list[str]:
        return ["nsenter", "-t", str(self.near_pid), "-n"]

    def far(self) -> list[str]:
        return ["nsenter", "-t", str(self.far_pid), "-n"]

    def cut(self, down: bool) -> None:
        self.process.send_signal(signal.SIGUSR1 if down else signal.SIGUSR2)

    def plug(self, into: bool) -> None:
        """Whether the near side has a network at all: without one it has no route, as a node without a signal."""
        set_up = ["ip", "link", "set", "slow0", "up" if into else "down"]
        subprocess.run([*self.near(), *set_up], check=True)

    def counts(self) -> dict[str, list[int]]:
        """Ends the line. {"up": [bytes, packets, lost, dropped], "down": ...}, bytes with TCP/IP headers."""
        self.process.terminate()
        output, _ = self.process.communicate(timeout=10)
        counts: dict[str, list[int]] = json.loads(output.splitlines()[-1])
        return counts


def why_not() -> str | None:
    """Why no slow line can be made here; None when it can."""
    if os.geteuid() != 0:
        return "bukan root: jalur lambat butuh dua network namespace"
    if not Path("/dev/net/tun").exists():
        return "/dev/net/tun tidak ada"
    return None


@contextmanager
def slow_line(
    *, seed: int, rate_bps: float = 64_000, delay_s: float = 0.3, loss: float = 0.02
) -> Iterator[SlowLine]:
    """64 kbit/s, 300 ms and 2 % loss each way unless told otherwise."""
    sides = [subprocess.Popen(["unshare", "-n", "sleep", "infinity"]) for _ in "ab"]
    try:
        for side in sides:
            _await_namespace(side.pid)
        arguments = [f"--rate-bps={rate_bps}", f"--delay-s={delay_s}", f"--loss={loss}", f"--seed={seed}"]
        command = [
            sys.executable,
            "-m",
            "tests.bench.shaper",
            str(sides[0].pid),
            str(sides[1].pid),
            *arguments,
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        _address(sides[0].pid, NEAR, FAR)
        _address(sides[1].pid, FAR, NEAR)
        yield SlowLine(sides[0].pid, sides[1].pid, process)
    finally:
        for side in sides:
            side.kill()
            side.wait()
        if process.poll() is None:
            process.kill()
            process.wait()


def _await_namespace(pid: int) -> None:
    own = os.readlink("/proc/self/ns/net")
    until = time.monotonic() + 5
    while os.readlink(f"/proc/{pid}/ns/net") == own and time.monotonic() < until:
        os.sched_yield()


def _address(pid: int, own: str, peer: str) -> None:
    for command in (
        ["ip", "addr", "add", own, "peer", peer, "dev", "slow0"],
        ["ip", "link", "set", "slow0", "mtu", str(MTU), "up"],
        ["ip", "link", "set", "lo", "up"],
    ):
        subprocess.run(["nsenter", "-t", str(pid), "-n", *command], check=True)


if __name__ == "__main__":
    main()
