"""One packet on its way into the radio's queue: what was ordered, and what has been said of it."""

from dataclasses import dataclass

from hardware.radio.meshtastic.worker_wire import Message


@dataclass(slots=True)
class Attempt:
    """`packet`: its number, once the library writes it. `notice`: what the radio said for people meanwhile."""

    want_ack: bool = False
    retry_after_s: float = 0.0
    packet: int | None = None
    answer: Message | None = None
    notice: str = ""
    writing: bool = True

    def queued(self, message: Message) -> None:
        """A QueueStatus came, perhaps this packet's."""
        if message["id"] and message["id"] == self.packet:
            self.answer = message

    def done(self, message: Message) -> None:
        """The library has returned from an order."""
        self.writing = self.writing and message["order"] != "send"

    @property
    def answered(self) -> bool:
        return self.answer is not None

    def number(self) -> int | None:
        """The packet's, if the radio has queued it."""
        return int(self.answer["id"]) if self.answer is not None and not self.answer["res"] else None
