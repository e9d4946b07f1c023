"""A peer of the bench: records published with QoS 1 by paho through a mosquitto broker to a subscriber that keeps them.

`keep DATABASE COUNT PORT` subscribes at the broker on this machine; `send HOST PORT FILE CA EACH` publishes the lines
of FILE one by one (EACH 0) or as gzip-JSON lines of EACH records, and says what it did when all are acknowledged.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from tests.bench import peers_forms as forms
from tests.bench.peers_kept import Kept, said

TOPIC, BATCHES = "tagana/1/record", "tagana/1/records"
PATIENCE_S = 600.0


def keep(database: str, count: str, port: str) -> None:
    """A commit before each acknowledgement."""
    kept = Kept(database, int(count))
    client = Client(CallbackAPIVersion.VERSION2, "center", clean_session=False, manual_ack=True)

    def heard(told: Client, _: Any, message: MQTTMessage) -> None:
        whole = message.topic == BATCHES
        kept.keep(forms.from_ndjson(bytes(message.payload)) if whole else [json.loads(message.payload)])
        told.ack(message.mid, message.qos)

    client.on_message = heard
    client.on_subscribe = lambda *_: print("ready", flush=True)
    client.on_connect = lambda told, *_: told.subscribe("tagana/1/#", qos=1)
    client.connect("127.0.0.1", int(port))
    client.loop_forever()


class Sender:
    """Publishes everything at once; paho's window of 20 paces it."""

    def __init__(self, path: str, each: int) -> None:
        lines = Path(path).read_text().splitlines()
        whole = [(BATCHES, forms.ndjson(batch)) for batch in forms.batches(lines, each)]
        self.messages = whole if each else [(TOPIC, line.encode()) for line in lines]
        self.first_s, self.waiting, self.through = 0.0, len(self.messages), Event()

    def connected(self, client: Client, _: Any, flags: ConnectFlags, *__: Any) -> None:
        """A session that goes on has what is left of it."""
        if not flags.session_present:
            for topic, payload in self.messages:
                client.publish(topic, payload, qos=1)

    def published(self, _: Client, __: Any, ___: int, ____: ReasonCode, _____: Properties) -> None:
        """The broker has acknowledged one."""
        self.first_s = self.first_s or time.time()
        self.waiting -= 1
        if not self.waiting:
            self.through.set()


def send(host: str, port: str, path: str, ca: str, each: str) -> None:
    sender = Sender(path, int(each))
    client = Client(CallbackAPIVersion.VERSION2, "unit-1", clean_session=False)
    client.tls_set(ca_certs=ca)
    client.on_connect, client.on_publish = sender.connected, sender.published
    client.connect(host, int(port))
    client.loop_start()
    assert sender.through.wait(PATIENCE_S), sender.waiting
    said(first=sender.first_s, last=time.time(), messages=len(sender.messages))
    client.disconnect()
    client.loop_stop()


COMMANDS: dict[str, Callable[..., None]] = {"keep": keep, "send": send}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
