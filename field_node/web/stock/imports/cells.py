"""What a cell says: numbers, days and money as people here write them. Nothing is guessed: what is not clear raises."""

import calendar
import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from field_node.web.said.language import later
from field_node.web.stock.imports.heads import plain
from field_node.web.stock.imports.sheet import FORMULA

NO_VALUE = frozenset({"", "-", "--", "–", "—", "n/a", "nihil", "tidak ada"})
UNCLEAR = later(
    'Angka "%(text)s" tidak jelas. Desimal ditulis dengan koma (2,5), ribuan dengan titik (1.250).'
)
NO_NUMBER = later('"%(text)s" bukan angka.')
NO_DAY = later('"%(text)s" bukan tanggal. Tulis 31/12/2027, 31 Des 2027, atau 2027-12-31.')
NOT_WORKED = later("Sel ini berisi rumus tanpa hasil. Tempel sebagai nilai, lalu unggah lagi.")
SERIAL = later("Angka %(text)s dibaca sebagai tanggal.")
MONTH_END = later("Hanya bulan dan tahun: dibaca sebagai akhir bulan.")
EPOCH = date(1970, 1, 1).toordinal()
SERIAL_EPOCH = date(1899, 12, 30).toordinal()
"""Day 0 of spreadsheets; Lotus counted a 29 February 1900 (learn.microsoft.com, "Excel incorrectly assumes that 1900 is a leap year")."""
FIRST_YEAR, LAST_YEAR = 2000, 2099
MONTHS = {
    **dict(zip(("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des"), range(1, 13), strict=True)),
    **{"may": 5, "aug": 8, "agt": 8, "oct": 10, "dec": 12, "nop": 11},
}  # fmt: skip
_NUMBER = re.compile(r"([-−]?)(\d{1,12}|\d{1,3}(?:\.\d{3}){1,3})(?:,(\d{1,6}))?", re.ASCII)
_LOOKS = re.compile(r"[-−]?[\d.,]*\d[\d.,]*", re.ASCII)
_AMOUNT = re.compile(r"([-−]?\d[\d.,]*)\s*([^\d\s.,][^\d]*)?", re.ASCII)
_COUNTS = re.compile(r"[-−]?\d", re.ASCII)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?", re.ASCII)
_OURS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", re.ASCII)
_WORDS = re.compile(r"(?:(\d{1,2})[-/. ]+)?([a-z]{3,9})[-/. ]+(\d{4}|\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)


class Unclear(ValueError):
    """A cell that cannot be read. `sentence` with `values`, in the words of the catalogue."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values


class Day(NamedTuple):
    """Days since 1970, and what a person should know of how it was read."""

    day: int
    remark: str = ""


def blank(text: str) -> bool:
    """True for a cell in which nothing is said."""
    return text.casefold() in NO_VALUE


def counts(text: str) -> bool:
    """True for a text that begins with a number."""
    return bool(_COUNTS.match(text))


def number(text: str) -> Decimal:
    """`1.250,5` -> 1250.5. Raises Unclear."""
    if text == FORMULA:
        raise Unclear(NOT_WORKED)
    found = _NUMBER.fullmatch(text.replace(" ", ""))
    if found is None:
        raise Unclear(UNCLEAR if _LOOKS.fullmatch(text.strip()) else NO_NUMBER, text=text)
    value = Decimal(f"{found[2].replace('.', '')}.{found[3] or '0'}")
    return -value if found[1] else value


def amount(text: str) -> tuple[Decimal, str]:
    """`5 dus` -> (5, "dus"), `1,5` -> (1.5, ""). Raises Unclear."""
    found = None if text == FORMULA else _AMOUNT.fullmatch(text)
    return (number(found[1]), (found[2] or "").strip()) if found else (number(text), "")


def whole(text: str) -> int:
    """`1.250` -> 1250. Raises Unclear."""
    value = number(text)
    if value != value.to_integral_value():
        raise Unclear(UNCLEAR, text=text)
    return int(value)


def rupiah(text: str) -> int:
    """`Rp 2.500,-` -> 2500. Raises Unclear."""
    bare = re.sub(r"(?i)^(rp|idr)\.?\s*", "", text.strip())
    value = number(re.sub(r",[-–]+$", "", bare))
    return int(value.to_integral_value())


def day(text: str) -> Day:
    """A calendar day in any of the usual ways; day before month, as here. Raises Unclear."""
    if text == FORMULA:
        raise Unclear(NOT_WORKED)
    said = text.strip().casefold()
    try:
        return _numbered(said) or _serial(said) or _worded(said) or _raise(text)
    except ValueError as error:
        raise Unclear(NO_DAY, text=text) from error


def _numbered(said: str) -> Day | None:
    if found := _ISO.fullmatch(said):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _OURS.fullmatch(said):
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    if found := _MONTH.fullmatch(said):
        return _end(int(found[2]), int(found[1]))
    if len(said) == 8 and said.isascii() and said.isdecimal():
        return _day(int(said[:4]), int(said[4:6]), int(said[6:]))
    return None


def _serial(said: str) -> Day | None:
    """A number of days as spreadsheets keep them, when the cell was never given the look of a date."""
    days = said.partition(",")[0]
    if not (len(days) == 5 and days.isascii() and days.isdecimal()):
        return None
    then = date.fromordinal(SERIAL_EPOCH + int(days))
    return _day(then.year, then.month, then.day)._replace(remark=SERIAL)


def _worded(said: str) -> Day | None:
    found = _WORDS.fullmatch(said)
    month = MONTHS.get(found[2][:3]) if found else None
    if found is None or month is None:
        return None
    year = _year(found[3])
    return _day(year, month, int(found[1])) if found[1] else _end(year, month)


def _end(year: int, month: int) -> Day:
    if not 1 <= month <= 12:
        raise ValueError(month)
    return _day(year, month, calendar.monthrange(year, month)[1])._replace(remark=MONTH_END)


def _day(year: int, month: int, day_of: int) -> Day:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    return Day(date(year, month, day_of).toordinal() - EPOCH)


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _raise(text: str) -> Day:
    raise Unclear(NO_DAY, text=text)


FUNDS = {
    **dict.fromkeys(("apbn", "dana apbn", "kemensos", "pusat"), "apbn"),
    **dict.fromkeys(("apbd provinsi", "apbd prov", "apbd i", "apbd 1", "provinsi"), "apbd_provinsi"),
    **dict.fromkeys(
        ("apbd kab kota", "apbd kabupaten", "apbd kab", "apbd kota", "apbd ii", "apbd 2", "apbd kabkota"),
        "apbd_kabkota",
    ),
    **dict.fromkeys(("donasi", "sumbangan", "hibah", "donatur", "bantuan masyarakat", "csr"), "donasi"),
}
"""Words for sumber dana; bare "APBD" is not among them: it may be either."""


def fund(text: str) -> str | None:
    """The code of a sumber dana; None for a word that is not known."""
    bare = re.sub(r"\b(ta )?(19|20)\d\d\b", "", plain(text)).strip()
    return FUNDS.get(bare) or FUNDS.get(plain(text))
