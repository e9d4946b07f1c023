"""Beranda: what needs a person now."""
