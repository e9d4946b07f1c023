"""On which frequency a radio sends: the firmware's bands and the slot in them, computed as the firmware does."""

from collections.abc import Mapping

from hardware.radio.airtime import PRESETS

# MHz; meshtastic/firmware RadioInterface.cpp of 2.7
BANDS: Mapping[str, tuple[float, float]] = {
    "US": (902.0, 928.0),
    "EU_433": (433.0, 434.0),
    "EU_868": (869.4, 869.65),
    "CN": (470.0, 510.0),
    "JP": (920.5, 923.5),
    "ANZ": (915.0, 928.0),
    "KR": (920.0, 923.0),
    "TW": (920.0, 925.0),
    "RU": (868.7, 869.2),
    "IN": (865.0, 867.0),
    "NZ_865": (864.0, 868.0),
    "TH": (920.0, 925.0),
    "UA_433": (433.0, 434.7),
    "UA_868": (868.0, 868.6),
    "MY_433": (433.0, 435.0),
    "MY_919": (919.0, 924.0),
    "SG_923": (917.0, 925.0),
}


def name_hash(name: str) -> int:
    """The firmware's hash of a channel's name (djb2): it chooses the slot where no channel_num is set."""
    found = 5381
    for byte in name.encode():
        found = (found * 33 + byte) & 0xFFFFFFFF
    return found


def shown_preset(preset: str) -> str:
    """The name that a channel without a name has: "LONG_FAST" is "LongFast"."""
    return "".join(part.capitalize() for part in preset.split("_"))


def edges_mhz(region: str, preset: str, *, channel_num: int, name: str) -> tuple[float, float] | None:
    """Lowest and highest frequency of the channel; None for a region or preset that is not known here."""
    if region not in BANDS or preset not in PRESETS:
        return None
    start, end = BANDS[region]
    width = PRESETS[preset].bandwidth_khz / 1000
    slots = int(round((end - start) / width, 6))
    if slots < 1:
        return None
    slot = (channel_num - 1) if channel_num else name_hash(name or shown_preset(preset))
    low = start + slot % slots * width
    return round(low, 4), round(low + width, 4)
