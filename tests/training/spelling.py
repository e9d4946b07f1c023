"""What the text model is made from: training notes, the sentences and names of the application, the short texts of forms."""

import random
import re
import string
from collections import Counter as Counts
from collections.abc import Iterator, Mapping

from field_node.records import TYPES
from field_node.records.kamus import kamus
from field_node.records.kinds import Choice
from field_node.records.record import fields
from field_node.web.texts import SENTENCES

ORDER, SHORT_TEXTS, PAPERS = 5, 40, 160
Spelt = Mapping[tuple[int, str], int]
"""(voice, text) -> how often."""
USUAL: Mapping[int, tuple[str, ...]] = {
    3: (
        "aparat desa",
        "perangkat desa",
        "kepala desa",
        "kepala dusun",
        "ketua RT",
        "ketua RW",
        "lurah",
        "camat",
        "BPBD",
        "Tagana",
        "relawan",
        "petugas",
        "koordinator posko",
        "Babinsa",
        "Bhabinkamtibmas",
        "TNI",
        "Polsek",
        "Basarnas",
        "PMI",
        "bidan desa",
        "puskesmas",
        "kader posyandu",
        "dinas sosial",
        "dinas kesehatan",
        "pendamping PKH",
        "guru",
        "tokoh masyarakat",
        "warga",
        "pengungsi",
        "survei sendiri",
    ),
    4: (
        "salah ketik",
        "salah hitung",
        "salah lokasi",
        "salah barang",
        "data ganda",
        "data baru",
        "data lama",
        "ada tambahan",
        "ada yang pulang",
        "hitung ulang",
        "satuan keliru",
        "angka tertukar",
        "belum lengkap",
    ),
    5: (
        "opname",
        "selisih fisik",
        "salah hitung",
        "rusak",
        "hilang",
        "kedaluwarsa",
        "tercecer",
        "basah",
        "dimakan tikus",
        "jalan putus",
        "akses tertutup",
        "kendaraan rusak",
        "tidak ada kendaraan",
        "barang habis",
        "stok kosong",
        "cuaca buruk",
        "tidak cukup orang",
        "sudah dikerjakan tim lain",
    ),
    6: (
        "air bersih",
        "obat-obatan",
        "pakaian",
        "pakaian dalam",
        "pembalut",
        "popok",
        "susu bayi",
        "selimut",
        "terpal",
        "tenda",
        "genset",
        "lampu",
        "tenaga medis",
        "toilet",
        "alat kebersihan",
        "alat berat",
        "perahu",
        "karung pasir",
        "kayu bakar",
        "bahan bakar",
        "seragam sekolah",
        "kantong jenazah",
    ),
}
"""What is often written into short fields, by voice: who tells, why it was wrong, why it is otherwise, what else is needed. Written by us."""
_SLOT = re.compile(r"\{[^}]*\}")


def spelling(notes: tuple[str, ...], spelt: Spelt) -> dict[str, object]:
    """The file of the text model. spelt: the short texts of training entries; each voice counts for about SHORT_TEXTS."""
    texts = {(0, text): 1 for text in (*sorted(set(_application())), *notes)}
    texts |= _scaled(spelt)
    for voice, usual in USUAL.items():
        texts |= {(voice, one): max(2, texts.get((voice, one), 0)) for one in usual}
    texts |= {(1, one): 1 for one in _papers(random.Random(PAPERS))}
    return {"order": ORDER, "texts": [[voice, times, text] for (voice, text), times in sorted(texts.items())]}


def _papers(chance: random.Random) -> Iterator[str]:
    """Numbers as offices write them: short names of papers and offices, years, months in Roman figures."""
    for _ in range(PAPERS):
        year, number = chance.randrange(2024, 2030), int(chance.paretovariate(0.5)) % 1_000
        code = "".join(chance.choices(string.ascii_uppercase, k=chance.choice((2, 3, 3, 4))))
        kind = chance.choice(("SJ", "BA", "BAST", "SPB", "DO", "SPK", code))
        month = chance.choice(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"))
        shapes = (
            f"{kind}/{code}/{year}/{number}",
            f"{kind}/{number:03}/{month}/{year}",
            f"{number:03}/{kind}/{month}/{year}",
            f"{kind}-{number:04}",
            f"{kind}/{code}/{number}",
        )
        yield chance.choices(shapes, (6, 4, 2, 1, 1))[0]


def _scaled(spelt: Spelt) -> dict[tuple[int, str], int]:
    sums: Counts[int] = Counts()
    for (voice, _), times in spelt.items():
        sums[voice] += times
    often = sorted(spelt.items(), key=lambda one: (-one[1], one[0]))
    kept = [(one, times) for one, times in often if one[0]]
    scaled = {one: max(1, round(times * SHORT_TEXTS / sums[one[0]])) for one, times in kept}
    return {one: times for at, (one, times) in enumerate(scaled.items()) if times > 1 or _rank(one, kept, at)}


def _rank(one: tuple[int, str], kept: list[tuple[tuple[int, str], int]], at: int) -> bool:
    """Whether a text is among the first of its voice."""
    return sum(1 for other, _ in kept[:at] if other[0] == one[0]) < SHORT_TEXTS


def _application() -> Iterator[str]:
    """Indonesian that the application itself says."""
    for text in SENTENCES.values():
        yield _SLOT.sub("5", text)
    for record_type in TYPES.values():
        yield record_type.about.label
        for field in fields(record_type):
            yield from {field.label, field.group} - {""}
            if isinstance(field.kind, Choice):
                yield from (_SLOT.sub("5", label) for _, label in field.kind.options)
    known = kamus()
    yield from (one.name for one in known.goods.values())
    for rows in (known.offices, known.categories, known.standards, known.disasters):
        yield from (one.label for one in rows.values())
