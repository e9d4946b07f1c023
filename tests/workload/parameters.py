"""Every parameter of the workload in one table of two columns: matched (tables are trained on it) and shifted.

Matched is a flood in lowland villages in the second week: families in halls and schools, lumbung that give out
food and blankets line by line, short drives by car. Shifted is an earthquake in hills in the first days: smaller
households in tents, more elderly, more tents and tarpaulins, another mix of forms, slower and more winding ways,
a worse sky. No value is the same in both columns. Where the figures come from: shares of forms as in the wire
handbook's workload; household sizes and age shares near the national census (3.9 a household, a quarter of all
under 15) and moved from there; all else is our own estimate of a posko's day, not a measurement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

Parameters = Mapping[str, Any]


class Setting(Enum):
    """The two columns."""

    MATCHED = 0
    SHIFTED = 1


# fmt: off
TABLE: Mapping[str, tuple[Any, Any]] = MappingProxyType(
    {
        # the operation and the unit
        "places_listed": (60, 110),
        "places_of_unit": (5, 8),
        "place_again": (0.45, 0.3),
        "regions_listed": (40, 70),
        "regions_of_unit": (3, 5),
        "province": (32, 73),
        "persons": (3, 5),
        "person_again": (0.93, 0.86),
        "quality": ({2: 0.88, 3: 0.1, 1: 0.02}, {2: 0.7, 3: 0.15, 1: 0.12, 4: 0.03}),
        "quality_again": (0.985, 0.95),
        "incident_lacks": (0.01, 0.04),
        "incident_again": (0.995, 0.98),
        "seq_gap": (0.02, 0.05),
        "seq_gap_mean": (0.6, 1.4),
        "corrected": (0.02, 0.04),
        "corrected_back_mean": (8.0, 14.0),
        "reason_lacks": (0.25, 0.4),
        # time between two forms, minutes
        "pause_none": (0.3, 0.22),
        "pause_short_mean": (2.2, 3.5),
        "pause_long": (0.032, 0.028),
        "pause_long_median": (34.0, 24.0),
        "pause_long_spread": (1.0, 1.3),
        # which form
        "mix": ({"mutasi": 26, "hitung_pengungsi": 28, "saldo": 12, "kondisi_lokasi": 12, "kebutuhan": 11, "tugas_jawab": 3, "dapur_umum": 2.5, "korban": 2, "kerusakan": 1.5, "frasa": 1, "ldp": 1}, {"mutasi": 20, "hitung_pengungsi": 26, "saldo": 9, "kondisi_lokasi": 14, "kebutuhan": 15, "tugas_jawab": 5, "dapur_umum": 1.5, "korban": 4, "kerusakan": 3, "frasa": 2, "ldp": 0.5}),
        "form_again": (0.42, 0.32),
        # statements
        "as_of_now": (0.62, 0.5),
        "as_of_round": (0.22, 0.28),
        "as_of_late_mean": (14.0, 26.0),
        "source_lacks": (0.55, 0.4),
        "source_again": (0.9, 0.8),
        "sources": ({"aparat desa": 30, "ketua RT": 25, "petugas": 20, "kepala dusun": 10, "koordinator posko": 8, "BPBD": 5, "bidan desa": 2}, {"BPBD": 24, "aparat desa": 18, "relawan": 16, "ketua RW": 14, "kepala desa": 10, "Babinsa": 10, "warga": 8}),
        # people at a place
        "jiwa_median": (170.0, 95.0),
        "jiwa_spread": (0.75, 1.0),
        "jiwa_stays": (0.24, 0.12),
        "jiwa_step": (0.035, 0.07),
        "jiwa_lacks": (0.015, 0.04),
        "jiwa_a_kk": (3.9, 3.2),
        "jiwa_a_kk_spread": (0.08, 0.13),
        "kk_lacks": (0.03, 0.08),
        "parts_keep": (0.985, 0.95),
        "parts_again": (0.93, 0.85),
        "patterns": ({"ringkas": 20, "kelamin": 22, "umur": 28, "lengkap": 22, "rentan": 8}, {"ringkas": 34, "kelamin": 24, "umur": 16, "lengkap": 12, "rentan": 14}),
        "pattern_again": (0.93, 0.85),
        "laki_share": (0.49, 0.47),
        "laki_spread": (1.4, 2.2),
        "sums": (0.975, 0.94),
        "sums_off": (2.0, 4.0),
        "ages": ((0.095, 0.235, 0.57, 0.10), (0.075, 0.20, 0.56, 0.165)),
        "ages_spread": (1.3, 2.1),
        "babies": (0.21, 0.17),
        "vulnerable": ((0.012, 0.022, 0.014, 0.03, 0.003), (0.008, 0.014, 0.024, 0.055, 0.006)),
        "vulnerable_spread": (1.2, 1.7),
        "vulnerable_again": (0.82, 0.65),
        "flow_told": (0.25, 0.12),
        "flow_extra_mean": (2.0, 5.0),
        "flow_mean": (8.0, 12.0),
        "shelters": ({"gedung_pemerintah": 30, "sekolah": 28, "rumah_ibadah": 22, "rumah_kerabat": 12, "tenda": 6, "huntara": 2}, {"tenda": 52, "rumah_kerabat": 16, "lainnya": 12, "rumah_ibadah": 10, "gedung_pemerintah": 6, "sekolah": 4}),
        "shelter_lacks": (0.1, 0.2),
        "shelter_again": (0.98, 0.95),
        # dead, injured, affected of a desa
        "toll_told": (0.6, 0.45),
        "toll_zero": (0.72, 0.45),
        "toll_mean": (1.2, 3.8),
        "told_again": (0.96, 0.9),
        "toll_stays": (0.85, 0.7),
        "toll_step": (0.8, 1.8),
        "affected_median": (340.0, 620.0),
        "affected_spread": (0.9, 1.2),
        "affected_stays": (0.6, 0.4),
        "affected_step": (0.05, 0.09),
        # houses and facilities of a desa
        "houses_zero": (0.35, 0.15),
        "houses_median": (18.0, 42.0),
        "houses_spread": (0.9, 1.2),
        "houses_stays": (0.65, 0.45),
        "houses_step": (0.06, 0.12),
        "facilities_told": (0.25, 0.4),
        "facilities_mean": (0.5, 1.1),
        "facilities_stays": (0.9, 0.8),
        "extents_told": (0.2, 0.12),
        "extents_again": (0.85, 0.7),
        "extent_median": (90.0, 210.0),
        "extent_spread": (1.1, 1.4),
        # how a place is
        "access": ({"mobil": 55, "motor": 26, "perahu": 13, "jalan_kaki": 4, "terputus": 2}, {"motor": 40, "mobil": 30, "jalan_kaki": 18, "terputus": 11, "perahu": 1}),
        "power": ({"menyala": 52, "sebagian": 26, "padam": 22}, {"padam": 58, "sebagian": 26, "menyala": 16}),
        "water": ({"kurang": 48, "cukup": 40, "tidak_ada": 12}, {"kurang": 50, "tidak_ada": 30, "cukup": 20}),
        "signal": ({"4g": 46, "3g": 16, "2g": 16, "tidak_ada": 14, "radio": 6, "wifi": 2}, {"tidak_ada": 42, "radio": 20, "2g": 20, "3g": 10, "4g": 8}),
        "safety": ({"aman": 90, "rawan": 8, "tidak_aman": 2}, {"aman": 76, "rawan": 20, "tidak_aman": 4}),
        "state_again": (0.9, 0.82),
        "state_tilt": (3.0, 2.0),
        "state_lacks": (0.06, 0.12),
        "latrines_median": (5.0, 3.0),
        "latrines_spread": (0.7, 0.9),
        "latrines_again": (0.92, 0.84),
        "cut_off": (0.05, 0.16),
        "cut_off_again": (0.96, 0.92),
        "depth_told": (0.5, 0.06),
        "depth_told_again": (0.95, 0.9),
        "depth_median": (45.0, 25.0),
        "depth_spread": (0.6, 0.8),
        "depth_stays": (0.4, 0.3),
        "depth_step": (0.15, 0.25),
        "depth_round": (0.7, 0.5),
        "services_told": (0.7, 0.5),
        "services_there": (0.6, 0.35),
        "services_again": (0.95, 0.88),
        # goods
        "popular": (1.05, 0.75),
        "popular_turn": (0, 17),
        "balance_median": (120.0, 48.0),
        "balance_spread": (1.3, 1.6),
        "balance_round": (0.3, 0.45),
        "balance_stays": (0.3, 0.2),
        "balance_as_folded": (0.7, 0.55),
        "balance_lines_again": (0.72, 0.55),
        "balance_lines_mean": (1.0, 1.8),
        "minimum_lacks": (0.6, 0.75),
        "stores_of_unit": (2, 3),
        "store_again": (0.985, 0.95),
        "move": ({"salur": 58, "kirim": 14, "terima": 12, "terima_kiriman": 10, "penyesuaian": 4, "hapus": 1.2, "retur": 0.8}, {"salur": 44, "kirim": 20, "terima": 20, "terima_kiriman": 10, "penyesuaian": 3, "hapus": 2, "retur": 1}),
        "line_goes_on": (0.66, 0.52),
        "amount_round": (0.6, 0.72),
        "round_numbers": ({1: 4, 2: 6, 3: 3, 4: 3, 5: 12, 10: 18, 12: 4, 15: 6, 20: 12, 24: 3, 25: 8, 30: 5, 40: 4, 50: 10, 100: 7, 200: 2, 500: 1}, {1: 10, 2: 10, 3: 5, 4: 4, 5: 14, 6: 2, 8: 2, 10: 14, 20: 9, 25: 4, 30: 4, 50: 8, 75: 2, 100: 8, 150: 2, 250: 1, 1000: 1}),
        "amount_median": (28.0, 14.0),
        "amount_spread": (0.9, 1.2),
        "amount_like_kk": (0.35, 0.18),
        "batch_again": (0.86, 0.7),
        "batch_months": (14, 20),
        "expiry_mean_months": (9.0, 15.0),
        "paper_lacks": (0.05, 0.14),
        "paper_word": ("SJ", "BA"),
        "paper_year": (2026, 2027),
        "paper_number_median": (60.0, 25.0),
        "paper_number_spread": (0.9, 1.1),
        "paper_step_mean": (0.15, 0.5),
        "origin": ({"pengadaan": 60, "donasi": 28, "gudang_luar": 12}, {"donasi": 62, "gudang_luar": 24, "pengadaan": 14}),
        "condition": ({"rusak": 60, "kedaluwarsa": 32, "hilang": 8}, {"rusak": 78, "kedaluwarsa": 12, "hilang": 10}),
        "adjust_reasons": ({"opname": 60, "salah hitung": 25, "selisih fisik": 15}, {"hitung ulang": 50, "opname mingguan": 30, "salah catat satuan": 20}),
        "funds": ({"apbn": 62, "apbd_kabkota": 20, "apbd_provinsi": 10, "donasi": 8}, {"apbn": 34, "donasi": 36, "apbd_provinsi": 18, "apbd_kabkota": 12}),
        "fund_again": (0.92, 0.8),
        "fund_lacks": (0.15, 0.3),
        "reached_told": (0.7, 0.5),
        "reached_median": (24.0, 13.0),
        "reached_spread": (0.7, 0.9),
        "senders": (12, 20),
        "sent_seq_median": (900.0, 420.0),
        "sent_seq_spread": (0.8, 1.1),
        "sent_next": (0.85, 0.7),
        "whole_arrival": (0.93, 0.84),
        "loss_mean": (3.0, 6.0),
        # needs
        "priority": ({"segera": 52, "darurat": 30, "rencana": 18}, {"darurat": 55, "segera": 37, "rencana": 8}),
        "priority_again": (0.55, 0.4),
        "need_other_told": (0.03, 0.07),
        "need_other": ({"air bersih": 30, "obat-obatan": 26, "pakaian dalam": 16, "perahu dan operator": 14, "karung pasir": 14}, {"tenda pleton": 28, "tenaga medis": 24, "BBM genset": 20, "lampu penerangan": 16, "alat berat": 12}),
        "need_jiwa_told": (0.6, 0.4),
        "need_jiwa_as_counted": (0.7, 0.5),
        "need_amount_like": (0.3, 0.18),
        "need_due_told": (0.25, 0.12),
        "need_due_hours": ({6: 20, 12: 30, 24: 40, 48: 10}, {3: 16, 6: 30, 12: 24, 24: 30}),
        # kitchens and psychosocial support
        "portions_median": (420.0, 240.0),
        "portions_spread": (0.7, 0.9),
        "portions_round": (0.75, 0.6),
        "portions_again": (0.6, 0.45),
        "crew_mean": (11.0, 7.0),
        "food_days_mean": (2.6, 1.4),
        "kitchen_again": (0.85, 0.7),
        "session_mean": (0.4, 0.8),
        "activity": ({"bermain": 60, "kelompok": 26, "individu": 12, "rujukan": 2}, {"bermain": 42, "individu": 30, "kelompok": 22, "rujukan": 6}),
        "children_mean": (14.0, 9.0),
        "adults_mean": (4.0, 7.0),
        "referred_mean": (0.3, 0.7),
        # answers and messages
        "task_state": ({"dibaca": 34, "dikerjakan": 32, "selesai": 31, "tidak_bisa": 3}, {"dibaca": 42, "dikerjakan": 26, "selesai": 24, "tidak_bisa": 8}),
        "tasks_open": (6, 10),
        "task_again": (0.4, 0.25),
        "task_goes_on": (0.8, 0.65),
        "tasks_listed": (300, 500),
        "cannot_reasons": ({"akses terputus": 50, "kendaraan rusak": 30, "kekurangan orang": 20}, {"jalan tertutup longsor": 54, "menunggu alat berat": 26, "gempa susulan": 20}),
        "correction_reasons": ({"salah ketik": 56, "salah hitung": 30, "data dari RT baru masuk": 14}, {"angka dobel": 44, "keliru posko": 34, "salah input": 22}),
        "phrases": (1.1, 0.6),
        "to_center": (0.55, 0.4),
        "to_all": (0.35, 0.45),
        "note_place_told": (0.3, 0.5),
        # the trail: metres, metres a second, ticks of 30 s
        "speed_mps": (6.5, 3.2),
        "keeps_course": (0.86, 0.66),
        "fix_noise_m": (2.6, 6.0),
        "parked_m": (6.0, 14.0),
        "drives_on": (0.88, 0.8),
        "stands_on": (0.8, 0.84),
        "first_drives": (0.62, 0.44),
        "tick_missed": (0.06, 0.16),
        "tick_missed_mean": (0.8, 1.6),
        "standing_late_mean": (0.15, 0.4),
        "away": (0.05, 0.025),
        "away_median": (150.0, 260.0),
        "away_spread": (0.8, 0.9),
        "accuracy": ({"5m": 0.6, "15m": 0.37, "50m": 0.03}, {"5m": 0.22, "15m": 0.6, "50m": 0.18}),
        "accuracy_again": (0.9, 0.75),
        "jump": (0.002, 0.008),
        "south_west": ((-6.9, 107.8), (-3.4, 119.3)),
    }
)


# fmt: on
@dataclass(frozen=True, slots=True)
class World:
    """Parameters of neither column, by name."""

    name: str
    parameters: Parameters


def of(setting: Setting | World) -> Parameters:
    """One column, or those of a world."""
    if isinstance(setting, World):
        return setting.parameters
    return {name: both[setting.value] for name, both in TABLE.items()}
