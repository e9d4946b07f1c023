"""Days as papers write them: Minggu, 22 November 2026."""

from datetime import date

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def long_day(on: date) -> str:
    """The day of the week, the day, month and year."""
    return f"{DAYS[on.weekday()]}, {on.day} {MONTHS[on.month - 1]} {on.year}"
