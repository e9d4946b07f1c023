"""Tugas: orders and what becomes of them."""
