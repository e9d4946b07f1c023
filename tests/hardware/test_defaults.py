"""A simulated radio, the driver and the settings of a unit agree on the channel without anybody naming it."""

import pytest

from field_node.sections import Radio
from hardware.radio.airtime import PRESETS
from hardware.radio.device.setup import good_setup
from hardware.radio.provision.band import edges_mhz
from hardware.radio.provision.found import SLOT, Wanted


def test_a_simulated_radio_is_set_as_the_settings_ask_by_default() -> None:
    setup, asked, wanted = good_setup(7), Radio(), Wanted()
    told = (setup.primary.name, setup.local.lora.channel_num, setup.local.lora.tx_power)
    assert told == (asked.channel, asked.channel_num, asked.tx_power_dbm)
    assert (asked.region, asked.preset, asked.channel, asked.channel_num, asked.band_mhz) == (
        wanted.region,
        wanted.preset,
        wanted.channel,
        wanted.channel_num,
        wanted.band_mhz,
    )


@pytest.mark.parametrize("preset", PRESETS)
def test_the_slot_is_one_of_its_own_with_every_modulation(preset: str) -> None:
    edges = edges_mhz("KR", preset, channel_num=SLOT, name="")
    width = PRESETS[preset].bandwidth_khz / 1000
    assert edges is not None
    assert edges == pytest.approx((920 + (SLOT - 1) * width, 920 + SLOT * width))
    assert edges[1] <= 923


def test_the_slot_is_not_where_radios_out_of_the_box_speak() -> None:
    strangers = edges_mhz("KR", "LONG_FAST", channel_num=0, name="")
    ours = edges_mhz("KR", "LONG_FAST", channel_num=SLOT, name="")
    assert strangers is not None and ours is not None
    assert ours[1] <= strangers[0] or strangers[1] <= ours[0]
