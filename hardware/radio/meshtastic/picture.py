"""What a connected radio has told of itself and of its neighbours: the ground of `Health`."""

from collections.abc import Iterable
from dataclasses import dataclass

from hardware.gps.clock import Clock
from hardware.radio.meshtastic.worker_wire import Message
from hardware.radio.provision.examine import Finding, examine
from hardware.radio.provision.found import Found, Wanted, found_in
from hardware.radio.radio import Health, Neighbour

MOST_NODES = 300  # the largest table of a radio has 250; whoever forges senders does not fill our memory
OLDEST_S = 30 * 86_400.0


@dataclass(slots=True)
class _Node:
    name: str = ""
    snr: float | None = None
    hops: int | None = None
    heard_at: float | None = None
    key: str = ""


class Picture:
    """One connection's picture; begins empty with each."""

    def __init__(self, wanted: Wanted | None, clock: Clock) -> None:
        self._wanted = wanted
        self._clock = clock
        self._nodes: dict[int, _Node] = {}
        self._metrics: dict[str, float] = {}
        self.found: Found | None = None
        self.findings: tuple[Finding, ...] = ()
        self.free: int | None = None
        self.most: int | None = None
        self._ready: Message | None = None

    @property
    def number(self) -> int | None:
        return self.found.number if self.found else None

    @property
    def preset(self) -> str:
        return str(self.found.values.get("lora.modem_preset", "")) if self.found else ""

    @property
    def waiting(self) -> int | None:
        """Packets in the radio's queue."""
        return None if self.free is None or self.most is None else max(0, self.most - self.free)

    @property
    def blocked(self) -> bool:
        """Whether its settings forbid sending."""
        return any(finding.blocks for finding in self.findings)

    def ready(self, message: Message) -> None:
        """The handshake is over: judge the settings."""
        self._ready = message
        self._judge()

    def _judge(self) -> None:
        if self._ready is None:
            return
        own = self._nodes.get(self._ready["number"], _Node()).key
        same = [number for number, node in self._nodes.items() if own and node.key == own]
        self.found = found_in(self._ready, [number for number in same if number != self._ready["number"]])
        self.findings = tuple(examine(self.found, self._wanted)) if self._wanted else ()

    def node(self, message: Message) -> None:
        """A row of the radio's table, or a NodeInfo from the air."""
        node = self._known(message["number"])
        node.name, node.hops = message["name"] or node.name, message.get("hops", node.hops)
        node.snr, known_key = message.get("snr", node.snr), node.key
        node.key = message.get("key", node.key)
        age = self._clock.utc() - message.get("last_heard", 0)
        if 0 <= age < OLDEST_S:
            node.heard_at = self._clock.monotonic() - age
        if message.get("own"):
            self._metrics |= message.get("metrics", {})
        if node.key != known_key:
            self._judge()

    def packet(self, message: Message) -> None:
        """Somebody was heard."""
        if message["from"] == self.number or message["rssi"] is None:
            return
        node = self._known(message["from"])
        node.snr, node.hops = message["snr"], message["hops"]
        node.heard_at = self._clock.monotonic()

    def telemetry(self, message: Message) -> None:
        """The radio's own figures; those of others are not ours to show."""
        if message["from"] == self.number:
            self._metrics |= message["metrics"]

    def queue(self, message: Message) -> None:
        self.free, self.most = message["free"], message["most"] or self.most

    def _known(self, number: int) -> _Node:
        if number not in self._nodes and len(self._nodes) >= MOST_NODES:
            del self._nodes[min(self._nodes, key=self._heard_at)]
        return self._nodes.setdefault(number, _Node())

    def _heard_at(self, number: int) -> float:
        return self._nodes[number].heard_at or 0.0

    def health(self, problem: str, since_s: float | None) -> Health:
        """As it stands. `problem`: why there is no connection, "" when there is one."""
        found, metrics = self.found, self._metrics
        values = found.values if found else {}
        battery = metrics.get("battery")
        return Health(
            problem=problem or ("settings" if self.blocked else ""),
            problems=tuple(dict.fromkeys(finding.code for finding in self.findings)),
            number=self.number,
            firmware=found.firmware if found else "",
            model=found.model if found else "",
            region=str(values.get("lora.region", "")),
            preset=self.preset,
            waiting=self.waiting,
            channel_use=metrics.get("channel_use"),
            air_use=metrics.get("air_use"),
            battery_percent=None if battery is None else min(100, int(battery)),
            voltage_v=metrics.get("voltage"),
            neighbours=tuple(self._neighbours(self._nodes)),
            since_s=since_s,
        )

    def _neighbours(self, numbers: Iterable[int]) -> Iterable[Neighbour]:
        now = self._clock.monotonic()
        for number in sorted(set(numbers) - {self.number}):
            node = self._nodes[number]
            age = None if node.heard_at is None else round(now - node.heard_at, 1)
            yield Neighbour(number, node.name, node.snr, node.hops, age)
