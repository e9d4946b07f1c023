"""Bytes over the air, fixes from the sky, power."""
