"""Laporan harian."""
