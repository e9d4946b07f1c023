"""Residents: what they may read and report on the hotspot."""
