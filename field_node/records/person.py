"""orang: one missing, found or registered person; every field is sealed to the center when it is saved."""

from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import Person
from field_node.records.record import About, Author, Record, Urgency, holds

SHORT = Person(60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone(Record):
    """Basis and purpose of each list are kept with it: `dasar`, `tujuan`."""

    about: ClassVar[About] = About(
        "orang", "Orang (terlindung)", Urgency.COUNT, author=Author.BOTH, menu="Pendataan"
    )
    nama: bytes = holds(SHORT, "Nama", required=True)
    keadaan: bytes | None = holds(SHORT, "Keadaan (hilang, ditemukan, mengungsi)")
    usia: bytes | None = holds(Person(10), "Usia")
    jenis_kelamin: bytes | None = holds(Person(20), "Jenis kelamin")
    hubungan_kk: bytes | None = holds(SHORT, "Hubungan dengan kepala keluarga")
    lokasi: bytes | None = holds(SHORT, "Lokasi")
    kondisi: bytes | None = holds(Person(160), "Kondisi")
    ciri: bytes | None = holds(Person(160), "Ciri-ciri", group="Bila hilang")
    terakhir_terlihat: bytes | None = holds(
        Person(160), "Terakhir terlihat (waktu dan tempat)", group="Bila hilang"
    )
    nik: bytes | None = holds(Person(16), "NIK")
    pelapor: bytes | None = holds(SHORT, "Pelapor", group="Pelapor")
    telepon_pelapor: bytes | None = holds(Person(20), "Telepon pelapor", group="Pelapor")
    dasar: bytes | None = holds(SHORT, "Dasar pendataan", group="Pelindungan data")
    tujuan: bytes | None = holds(SHORT, "Tujuan pendataan", group="Pelindungan data")
