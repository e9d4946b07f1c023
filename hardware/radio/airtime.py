"""How long a packet is on air: the LoRa formula, and the presets of Meshtastic."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

PREAMBLE = 16  # symbols; meshtastic/firmware RadioInterface.h
LORA_HEADER, SHORT_DATA, LONG_DATA = 16, 7, 8
"""Bytes around a payload: the header on air, and the protobuf of Data below 128 bytes and above."""
SLOT_CAD, SLOT_FIXED_S = 2.5, 0.0076


@dataclass(frozen=True, slots=True)
class Modem:
    """Bandwidth in kHz, spreading factor 7-12, coding rate 4/5 .. 4/8 as 5 .. 8."""

    bandwidth_khz: int
    spreading: int
    coding: int

    @property
    def symbol_s(self) -> float:
        return float(2**self.spreading) / self.bandwidth_khz / 1000

    @property
    def slot_s(self) -> float:
        """The step of all waits before sending, whole milliseconds (meshtastic/firmware RadioInterface.cpp)."""
        return int((SLOT_CAD * self.symbol_s + SLOT_FIXED_S) * 1000) / 1000


PRESETS: Mapping[str, Modem] = {  # names of Config.LoRaConfig.ModemPreset
    "SHORT_TURBO": Modem(500, 7, 5),
    "SHORT_FAST": Modem(250, 7, 5),
    "SHORT_SLOW": Modem(250, 8, 5),
    "MEDIUM_FAST": Modem(250, 9, 5),
    "MEDIUM_SLOW": Modem(250, 10, 5),
    "LONG_TURBO": Modem(500, 11, 8),
    "LONG_FAST": Modem(250, 11, 5),
    "LONG_MODERATE": Modem(125, 11, 8),
    "LONG_SLOW": Modem(125, 12, 8),
}


def time_on_air_s(modem: Modem, payload: int) -> float:
    """Seconds that one transmission of `payload` bytes of ours takes (Semtech AN1200.13, with CRC and explicit header)."""
    return lora_time_s(modem, payload + LORA_HEADER + (SHORT_DATA if payload < 128 else LONG_DATA))


def lora_time_s(modem: Modem, size: int) -> float:
    """Seconds for `size` bytes of LoRa, header and all."""
    slow = 1 if modem.symbol_s > 0.016 else 0
    blocks = ceil((8 * size - 4 * modem.spreading + 44) / (4 * (modem.spreading - 2 * slow)))
    return (PREAMBLE + 4.25 + 8 + max(0, blocks) * modem.coding) * modem.symbol_s
