"""Entries <-> bits: one walk per kind of field, one big integer per frame."""
