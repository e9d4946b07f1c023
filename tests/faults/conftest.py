"""Fixtures of the fault rigs."""

from tests.journeys.conftest import blank

__all__ = ["blank"]
