"""The way between a unit's journal and the center's."""
