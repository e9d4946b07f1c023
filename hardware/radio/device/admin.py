"""Settings read and written by the client: AdminMessage to the radio's own number."""

from dataclasses import dataclass
from typing import Any

from meshtastic.protobuf import admin_pb2, channel_pb2

from hardware.radio.device.nodes import Nodes
from hardware.radio.device.setup import CHANNELS, Setup

REBOOT_S = 7.0
"""From a change that needs it until the radio restarts (meshtastic/firmware DEFAULT_REBOOT_SECONDS)."""
BAD_REQUEST = 32  # Routing.Error
_QUIET = {"device", "display", "power"}  # sections that do not restart the radio, as a rule


@dataclass(slots=True)
class Outcome:
    """What an AdminMessage leads to: an answer or a Routing.Error, settings to keep, a restart in so many seconds."""

    answer: Any = None
    error: int = 0
    changed: bool = False
    reboot_s: float | None = None


class Admin:
    """One radio's settings, open to its own client. Changes are live at once; what restarts the radio waits for a commit."""

    def __init__(self, setup: Setup, nodes: Nodes, session_key: bytes) -> None:
        self._setup = setup
        self._nodes = nodes
        self._key = session_key
        self._editing = False

    def do(self, message: Any) -> Outcome:
        """Do what it says. What is not known here is acknowledged and changes nothing, as on a radio without the part."""
        word = message.WhichOneof("payload_variant") or ""
        if word.startswith("get_"):
            return self._read(word, getattr(message, word))
        if word.startswith("set_"):
            return self._held_back(self._write(word, getattr(message, word)))
        return self._order(word, getattr(message, word, None))

    def _read(self, word: str, asked: Any) -> Outcome:
        readers = {
            "get_owner_request": self._owner,
            "get_config_request": self._section,
            "get_module_config_request": self._module,
            "get_channel_request": self._channel,
            "get_device_metadata_request": self._metadata,
        }
        if word not in readers:
            return Outcome(error=BAD_REQUEST)
        answer = admin_pb2.AdminMessage(session_passkey=self._key)
        return Outcome(answer) if readers[word](answer, asked) else Outcome(error=BAD_REQUEST)

    def _owner(self, answer: Any, _: Any) -> bool:
        answer.get_owner_response.CopyFrom(self._setup.owner)
        return True

    def _metadata(self, answer: Any, _: Any) -> bool:
        answer.get_device_metadata_response.CopyFrom(self._setup.metadata)
        return True

    def _section(self, answer: Any, asked: int) -> bool:
        name = admin_pb2.AdminMessage.ConfigType.Name(asked).removesuffix("_CONFIG").lower()
        return _copy_section(answer.get_config_response, self._setup.local, name)

    def _module(self, answer: Any, asked: int) -> bool:
        given = answer.get_module_config_response
        field = given.DESCRIPTOR.fields_by_number.get(asked + 1)
        return field is not None and _copy_section(given, self._setup.modules, field.name)

    def _channel(self, answer: Any, asked: int) -> bool:
        if not 1 <= asked <= CHANNELS:
            return False
        answer.get_channel_response.CopyFrom(self._setup.channels[asked - 1])
        return True

    def _write(self, word: str, given: Any) -> Outcome:
        if word == "set_owner":
            self._setup.owner.MergeFrom(given)
            return Outcome(changed=True, reboot_s=REBOOT_S)
        if word == "set_config":
            return self._write_section(self._setup.local, given)
        if word == "set_module_config":
            return self._write_section(self._setup.modules, given)
        if word == "set_channel":
            return self._write_channel(given)
        if word in {"set_favorite_node", "set_ignored_node"}:
            self._nodes.favour(given, word == "set_favorite_node")
        return Outcome()

    def _write_section(self, settings: Any, given: Any) -> Outcome:
        name = given.WhichOneof("payload_variant")
        if name not in settings.DESCRIPTOR.fields_by_name:
            return Outcome(error=BAD_REQUEST)
        getattr(settings, name).CopyFrom(getattr(given, name))
        if name == "security":
            self._setup.owner.public_key = given.security.public_key
        return Outcome(changed=True, reboot_s=None if name in _QUIET else REBOOT_S)

    def _write_channel(self, given: Any) -> Outcome:
        if not 0 <= given.index < CHANNELS:
            return Outcome(error=BAD_REQUEST)
        roles = channel_pb2.Channel.Role
        others = self._setup.channels if given.role == roles.PRIMARY else []
        for channel in (each for each in others if each.role == roles.PRIMARY):
            channel.role = roles.SECONDARY
        self._setup.channels[given.index].CopyFrom(given)
        return Outcome(changed=True)

    def _order(self, word: str, given: Any) -> Outcome:
        if word == "begin_edit_settings":
            self._editing = True
        elif word == "commit_edit_settings":
            self._editing = False
            return Outcome(changed=True, reboot_s=REBOOT_S)
        elif word == "reboot_seconds":
            return Outcome(reboot_s=float(max(0, given)))
        elif word == "nodedb_reset":
            self._nodes.forget()
            return Outcome(reboot_s=REBOOT_S)
        else:
            self._node_order(word, given)
        return Outcome()

    def _node_order(self, word: str, given: Any) -> None:
        if word == "remove_by_nodenum":
            self._nodes.forget(given)
        elif word == "remove_favorite_node":
            self._nodes.favour(given, False)
        elif word == "add_contact":
            self._nodes.add(given.user)

    def _held_back(self, outcome: Outcome) -> Outcome:
        if self._editing:
            outcome.reboot_s = None
        return outcome


def _copy_section(answer: Any, settings: Any, name: str) -> bool:
    """Copy section `name`; False for one that neither side has. A section without settings is an empty answer."""
    if name not in answer.DESCRIPTOR.fields_by_name:
        return False
    getattr(answer, name).SetInParent()
    if name in settings.DESCRIPTOR.fields_by_name:
        getattr(answer, name).CopyFrom(getattr(settings, name))
    return True
