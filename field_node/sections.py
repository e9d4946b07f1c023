"""The tables of the settings file, each with its settings: defaults, meanings, checks."""

from dataclasses import dataclass
from pathlib import Path

from field_node.setting import (
    address,
    band,
    folder,
    number,
    one_of,
    pattern,
    proxy,
    setting,
    short,
    texts,
    url,
    whole,
    yes_no,
)

UNVERIFIED = "BELUM DIVERIFIKASI dengan peraturan Indonesia: diputuskan petugas radio Kemensos"
"""What every legal limit of the radio says of itself: the texts of Permen Kominfo 2/2023 and Kepmen 260/2024 were not read."""

_NUMBERED = "Bentuk nomor {}; {{gudang}} = kode gudang, {{tahun}}, {{urut}} = nomor urut per gudang dan tahun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The pages for the tablets."""

    host: str = setting("127.0.0.1", "Alamat tempat halaman unit mendengarkan; nginx berdiri di depannya")
    port: int = setting(8080, "Port halaman unit; 0 = port bebas mana saja", whole(0, 65535))
    threads: int = setting(8, "Banyaknya permintaan yang dilayani sekaligus", whole(1, 64))
    allowed_hosts: tuple[str, ...] = setting(
        ("localhost", "127.0.0.1"),
        "Nama yang boleh dipakai tablet untuk membuka halaman; nama lain ditolak",
        texts,
    )
    idle_minutes: int = setting(
        10,
        "Orang yang masuk di tablet harus mengisi PIN lagi sesudah sekian menit tidak dipakai",
        whole(1, 720),
    )
    maps_dir: Path = setting(
        "", "Folder berkas peta tambahan (.pmtiles); kosong = folder peta di dalam data_dir", folder
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """The page for residents."""

    contacts: tuple[str, ...] = setting(
        ("Command Center Kemensos: 171",),
        "Nomor yang boleh dihubungi warga; tampil di halaman Info warga",
        texts,
    )
    address: str = setting(
        "",
        "Alamat halaman Info warga bagi ponsel di hotspot, untuk QR di poster; kosong = alamat yang sedang dibuka",
        url,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gps:
    """Where fixes come from."""

    source: str = setting(
        "gpsd:127.0.0.1:2947",
        'Penerima GPS: "gpsd:HOST:PORT", "nmea:/dev/ttyAMA0" atau "sim:BERKAS" untuk gladi',
        address("gpsd", "nmea", "sim"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """How positions are thinned."""

    every_s: float = setting(30, "Jarak waktu paling rapat antara dua posisi, detik", number(1, 86400))
    moved_m: float = setting(25, "Perpindahan yang membuat posisi baru dicatat, meter", number(0, 100000))
    accuracy_m: float = setting(50, "Posisi yang lebih kabur dari ini tidak dicatat, meter", number(1, 10000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Which clocks are believed."""

    trust: str = setting(
        "auto",
        '"auto": percaya jam yang disetel GPS atau jaringan; "none": tidak percaya jam mesin',
        one_of("auto", "none"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """The way to the center."""

    every_s: float = setting(
        15, "Jarak antara dua percobaan kirim bila ada antrean, detik", number(0.05, 3600)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Radio:
    """The LoRa radio, a Meshtastic device; the same on each unit of an operation but for `device`."""

    device: str = setting(
        "",
        'Radio LoRa: "serial:/dev/tagana-radio", "tcp:HOST:PORT" atau "sim:..." untuk gladi; kosong = tanpa radio',
        address("serial", "tcp", "sim", empty=True),
    )
    region: str = setting(
        "KR",
        "Wilayah radio menurut Meshtastic. Firmware tidak punya wilayah Indonesia; KR tidak bisa keluar dari 920-923 MHz. "
        + UNVERIFIED,
        short(12),
    )
    preset: str = setting(
        "LONG_FAST",
        "Modulasi, harus sama pada semua radio satu operasi",
        one_of(
            "SHORT_TURBO",
            "SHORT_FAST",
            "SHORT_SLOW",
            "MEDIUM_FAST",
            "MEDIUM_SLOW",
            "LONG_TURBO",
            "LONG_FAST",
            "LONG_MODERATE",
            "LONG_SLOW",
        ),
    )
    channel: str = setting("Tagana", "Nama kanal radio, paling banyak 11 huruf", short(11))
    channel_num: int = setting(
        6, "Nomor slot frekuensi mulai 1; 0 = dipilih firmware dari nama kanal", whole(0, 255)
    )
    band_mhz: tuple[float, float] = setting(
        (920.0, 923.0),
        "Pita tempat setiap pancaran harus berada, MHz; bila di luarnya radio tidak dipakai. " + UNVERIFIED,
        band,
    )
    tx_power_dbm: int = setting(20, "Daya pancar paling besar, dBm. " + UNVERIFIED, whole(1, 30))
    duty_percent: float = setting(
        1, "Bagian waktu yang boleh dipakai memancar dalam 60 menit, persen. " + UNVERIFIED, number(0.1, 100)
    )
    gateway_duty_percent: float = setting(
        1,
        "Sama, untuk unit yang juga meneruskan data unit lain karena punya internet, persen. " + UNVERIFIED,
        number(0.1, 100),
    )
    hop_limit: int = setting(3, "Berapa kali paket boleh diteruskan radio lain", whole(1, 7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Center:
    """On a unit: where the center is. On the center: its own place."""

    url: str = setting("", "Unit: alamat pusat; kosong = dari berkas pendaftaran", url)
    data_dir: Path = setting("/var/lib/tagana-center", "Pusat: folder data", folder)
    database: str = setting("", "Pusat: alamat basis data SQLAlchemy; kosong = SQLite dalam center.data_dir")
    host: str = setting("127.0.0.1", "Pusat: alamat tempat mendengarkan")
    port: int = setting(8090, "Pusat: port; 0 = port bebas mana saja", whole(0, 65535))
    trusted_proxy: str = setting(
        "",
        'Pusat: alamat nginx di depannya, misalnya "127.0.0.1"; alamat klien lalu diambil dari X-Forwarded-For. '
        "Kosong = tidak ada proxy",
        proxy,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """Room that is kept."""

    reserve_mb: int = setting(
        50, "Sisa ruang, MB; di bawah ini jejak posisi baru tidak lagi disimpan", whole(0, 1_000_000)
    )
    photo_reserve_mb: int = setting(
        200, "Sisa ruang, MB; di bawah ini foto baru ditolak, catatannya tidak", whole(0, 1_000_000)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What tells of battery, voltage and heat."""

    source: str = setting(
        "sysfs:",
        'Pembaca daya: "sysfs:" (berkas Linux dan Raspberry Pi), "sim:..." untuk gladi; kosong = tidak dibaca',
        address("sysfs", "sim", empty=True),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """Copies of the unit's data on a stick."""

    place: str = setting(
        "usb:/media/tagana",
        'Tempat cadangan: "usb:FOLDER" hanya bila USB terpasang di folder itu, "dir:FOLDER" folder biasa; kosong = tanpa cadangan',
        address("usb", "dir", empty=True),
    )
    every_min: int = setting(
        60,
        "Cadangan dibuat sendiri sesudah sekian menit bila USB terpasang; 0 = hanya bila diminta",
        whole(0, 10080),
    )
    keep: int = setting(
        12, "Banyaknya cadangan unit ini yang disimpan di USB; yang lebih lama dihapus", whole(2, 1000)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stok:
    """Goods: when the balance of a lumbung is stated by itself; how its papers are numbered, one setting for each kind."""

    change_percent: float = setting(
        10,
        "Saldo dinyatakan sendiri ke pusat dan tetangga bila berubah paling sedikit sekian persen dari pernyataan terakhir",
        number(0.1, 100),
    )
    pause_min: int = setting(
        15,
        "Jarak paling rapat antara dua pernyataan saldo satu gudang, menit; habis, minus dan turun di bawah minimum tidak menunggu",
        whole(1, 1440),
    )
    full_hours: int = setting(
        24,
        "Bila ada yang bergerak, seluruh saldo gudang dinyatakan lagi sesudah sekian jam; 0 = tidak pernah",
        whole(0, 168),
    )

    siaga_opens_gate: bool = setting(
        False,
        "Barang boleh keluar ke warga juga selama siaga darurat dengan SK; BELUM DIPASTIKAN Kemensos, bawaannya tidak",
        yes_no,
    )
    saldo_awal: str = setting("SA/{gudang}/{tahun}/{urut}", _NUMBERED.format("saldo awal"), pattern)
    terima: str = setting("TR/{gudang}/{tahun}/{urut}", _NUMBERED.format("penerimaan"), pattern)
    kirim: str = setting("SJ/{gudang}/{tahun}/{urut}", _NUMBERED.format("surat jalan"), pattern)
    terima_kiriman: str = setting(
        "TK/{gudang}/{tahun}/{urut}", _NUMBERED.format("penerimaan kiriman"), pattern
    )
    salur: str = setting("BAST/{gudang}/{tahun}/{urut}", _NUMBERED.format("BAST"), pattern)
    pinjam: str = setting("PJ/{gudang}/{tahun}/{urut}", _NUMBERED.format("peminjaman"), pattern)
    kembali: str = setting("KB/{gudang}/{tahun}/{urut}", _NUMBERED.format("pengembalian"), pattern)
    retur: str = setting("RT/{gudang}/{tahun}/{urut}", _NUMBERED.format("retur"), pattern)
    penyesuaian: str = setting("PS/{gudang}/{tahun}/{urut}", _NUMBERED.format("penyesuaian"), pattern)
    opname: str = setting("OP/{gudang}/{tahun}/{urut}", _NUMBERED.format("opname"), pattern)
    hapus: str = setting("HP/{gudang}/{tahun}/{urut}", _NUMBERED.format("penghapusan"), pattern)
    rakit: str = setting("RK/{gudang}/{tahun}/{urut}", _NUMBERED.format("perakitan"), pattern)
    urai: str = setting("UR/{gudang}/{tahun}/{urut}", _NUMBERED.format("penguraian"), pattern)
    permintaan: str = setting("SP/{gudang}/{tahun}/{urut}", _NUMBERED.format("surat permohonan"), pattern)
