"""Bytes over the air: `open_radio` chooses a driver by the address's scheme."""
