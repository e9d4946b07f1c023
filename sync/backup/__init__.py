"""Copies of a unit on a stick: sealed, checked after writing, put back without giving a number twice."""
