"""What the trainer is told before it counts: keys, papers, what is a part of what. Shares are then measured."""

from typing import Any

from field_node.records.headcount import AGES, VULNERABLE
from field_node.records.kamus import kamus

Rule = tuple[tuple[tuple[str, int, bool], ...], bool, str]
"""(name, weight, its change instead of itself), whether it takes all of it, the pool of the tables."""

KEYS = {
    "hitung_pengungsi": ["lokasi"],
    "kondisi_lokasi": ["lokasi"],
    "dapur_umum": ["lokasi"],
    "ldp": ["lokasi"],
    "korban": ["kode_wilayah"],
    "kerusakan": ["kode_wilayah"],
    "saldo": ["gudang", "barang"],
    "tugas_jawab": ["tugas"],
}
PLACED = ("hitung_pengungsi", "kondisi_lokasi", "dapur_umum", "ldp", "kebutuhan")
IN_AREA = ("korban", "kerusakan")
ABOUT_GOODS = ("mutasi", "saldo")
KITCHEN = ("kapasitas_porsi", "porsi_pagi", "porsi_siang", "porsi_malam", "jiwa_terlayani")
VOICES = {
    "mutasi.nomor": 1,
    "mutasi.batch": 2,
    "saldo.batch": 2,
    "entri.alasan": 4,
    "mutasi.alasan": 5,
    "tugas_jawab.alasan": 5,
    "kebutuhan.kelompok": 6,
}
SOURCES = 3
PAPER = {
    "same": ["jenis", "gudang", "nomor", "tujuan", "kk", "jiwa", "asal", "alasan", "kondisi"],
    "count": "baris",
    "needs": "nomor",
}


def rules() -> dict[str, list[Rule]]:
    """field -> what is expected of it, the first that can be told."""
    one = (("jiwa", 1, False),)
    found: dict[str, list[Rule]] = {
        "hitung_pengungsi.kk": [(one, False, "kk")],
        "hitung_pengungsi.laki": [(one, False, "sex")],
        "hitung_pengungsi.perempuan": [((*one, ("laki", -1, False)), True, "rest")],
        "hitung_pengungsi.masuk": [((("jiwa", 1, True),), True, "flow in")],
        "hitung_pengungsi.keluar": [((("masuk", 1, False), ("jiwa", -1, True)), True, "flow out")],
        "kondisi_lokasi.terisolir_jiwa": [((("terisolir_kk", 1, False),), False, "people of kk")],
        "mutasi.jiwa": [((("kk", 1, False),), False, "people of kk")],
    }
    for sex, total in (("l", "laki"), ("p", "perempuan")):
        parts: tuple[tuple[str, int, bool], ...] = ((total, 1, False),)
        for age in AGES:
            last = age == AGES[-1]
            found[f"hitung_pengungsi.{age}_{sex}"] = [(parts, last, "rest" if last else "age")]
            parts += ((f"{age}_{sex}", -1, False),)
    for name in VULNERABLE:
        found[f"hitung_pengungsi.{name}"] = [(one, False, "vulnerable")]
    return found


def facts() -> dict[str, Any]:
    """All but what is measured."""
    found: dict[str, Any] = {f"key {slug}": names for slug, names in KEYS.items()}
    found |= _goods() | _sources() | _pools()
    found |= {f"voice {name}": voice for name, voice in VOICES.items()}
    found |= {"lines mutasi": PAPER, "order mutasi": ["kk", "jiwa"], "order kebutuhan": ["untuk_jiwa"]}
    found["order hitung_pengungsi"] = ["jiwa"]
    found["moves mutasi.nomor"] = True
    found["in order saldo.barang"] = True
    found |= {"motion posisi.kecepatan": "speed", "motion posisi.arah": "course"}
    found |= {"like mutasi.jumlah": "kk", "like kebutuhan.jumlah": "untuk_jiwa"}
    for name in ("hitung_pengungsi.jiwa", "kebutuhan.untuk_jiwa"):
        found[f"shared {name}"] = ["jiwa", "lokasi"]
    found["round kebutuhan.untuk_jiwa"] = True
    for before, name in zip(("", *KITCHEN), KITCHEN, strict=False):
        found |= {f"round dapur_umum.{name}": True, f"like dapur_umum.{name}": before}
    return found


def _goods() -> dict[str, Any]:
    goods = kamus().goods.values()
    found: dict[str, Any] = {
        "scales": {str(one.number): 10**one.scale for one in goods if one.scale},
        "expiring": [one.number for one in goods if one.expires],
    }
    for slug in ABOUT_GOODS:
        found[f"of goods {slug}"] = ["batch", "kedaluwarsa"]
        for name in ("batch", "kedaluwarsa", "sumber_dana"):
            found[f"shared {slug}.{name}"] = [name, "barang"]
            found[f"pool {slug}.{name}"] = name
        found[f"with {slug}.kedaluwarsa"] = "batch"
        found[f"own {slug}.batch"] = True
        found[f"pool {slug}.gudang"] = "gudang"
    return found


def _sources() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for slugs, key in ((PLACED, "lokasi"), (IN_AREA, "kode_wilayah")):
        for slug in slugs:
            name = f"{slug}.sumber"
            found |= {
                f"shared {name}": ["sumber", key],
                f"pool {name}": "sumber",
                f"list {name}": "sumber",
                f"voice {name}": SOURCES,
            }
            found[f"pool {slug}.{key}"] = key
            found[f"pool {slug}.per_waktu"] = "per_waktu"
    found["pool saldo.per_waktu"] = "per_waktu"
    return found


def _pools() -> dict[str, Any]:
    """Fields that learn together."""
    found: dict[str, Any] = {}
    for group in ("meninggal", "hilang", "luka_berat", "luka_ringan"):
        found |= {f"pool korban.{group}_{sex}": "toll" for sex in ("l", "p", "tt")}
    for kind in ("pendidikan", "kesehatan", "peribadatan", "kantor", "fasum", "jembatan", "pabrik", "kios"):
        found |= {
            f"pool kerusakan.{kind}_{grade}": "facility"
            for grade in ("rusak_berat", "rusak_sedang", "rusak_ringan")
        }
    found |= {
        f"pool kerusakan.rumah_{name}": "houses"
        for name in ("rusak_berat", "rusak_sedang", "rusak_ringan", "terendam")
    }
    found |= {f"pool kerusakan.{name}": "extent" for name in ("jalan_m", "irigasi_m", "sawah_ha", "kebun_ha")}
    found |= {f"pool dapur_umum.{name}": "meal" for name in KITCHEN[1:]}
    found |= {
        f"pool ldp.peserta_{group}_{sex}": f"people {group}"
        for group in ("anak", "dewasa", "lansia")
        for sex in "lp"
    }
    found |= {
        f"pool kondisi_lokasi.{name}": "service" for name in ("layanan_kesehatan", "psikososial", "area_anak")
    }
    return found
