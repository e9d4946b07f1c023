"""Siap berangkat: everything a kit needs before it leaves, looked at one by one; what nobody looked at, or nobody knows when, is never green."""

from collections.abc import Callable
from dataclasses import dataclass

from field_node.store import crew, tablets
from field_node.web.access.roles import LABELS
from field_node.web.desk import Desk
from field_node.web.said import numbers
from field_node.web.said.language import _, many
from field_node.web.trust import told as certificate
from field_node.web.unit import backed_up, cards, center, machine, radio, states
from field_node.web.unit.card import Tone, fresh
from field_node.web.unit.check import Check, aged, check, unsure
from field_node.web.unit.rows import number_of, time_of

DAY_S = 86_400
FIX_S = 300
CHARGED_PERCENT = 80
NEWS_S = 3 * DAY_S
"""Places, warnings and words of the center that are older must be fetched before leaving."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How many of each; `ready` only when every check is green."""

    good: int
    bad: int
    unsure: int
    unknown: int

    @property
    def ready(self) -> bool:
        return not (self.bad or self.unsure or self.unknown)


def checks(desk: Desk, has_map: Callable[[], bool]) -> list[Check]:
    """All of them, in the order of the kit. `has_map`: whether a base map lies on this unit."""
    found = [
        _data(desk),
        _room(desk),
        _processes(desk),
        _enrolment(desk),
        _https(desk),
        _gps(desk),
        _clock(desk),
        _battery(desk),
        _voltage(desk),
        _radio_settings(desk),
        _heard(desk),
        _link(desk),
        _news(desk),
        _unsent(desk),
        _hotspot(desk),
        _tablets(desk),
        *_people(desk),
        _map(has_map),
        _backup(desk),
    ]
    return found if desk.clock.trusted() else [unsure(one) for one in found]


def worst_first(found: list[Check]) -> list[Check]:
    """What is to be done stands on top; else the order of the kit."""
    order = (Tone.BAD, Tone.LOOK, Tone.UNSURE, Tone.UNKNOWN, Tone.GOOD)
    return sorted(found, key=lambda one: order.index(one.tone))


def summary(found: list[Check]) -> Summary:
    """Counts over the checks."""
    tones = [one.tone for one in found]
    good, vague, unknown = (tones.count(tone) for tone in (Tone.GOOD, Tone.UNSURE, Tone.UNKNOWN))
    return Summary(good, len(tones) - good - vague - unknown, vague, unknown)


def _well(tone: Tone) -> bool | None:
    """A card's tone as `_check` takes it."""
    return {Tone.GOOD: True, Tone.UNKNOWN: None}.get(tone, False)


# ---- the unit


def _data(desk: Desk) -> Check:
    fault = desk.door.fault
    found = machine.disk(desk).headline if fault else _("bisa menyimpan")
    step = _("Jangan berangkat dengan unit ini: hubungi teknisi. Teknisi: jalankan tagana doctor.")
    return check(_("Penyimpanan"), fault is None, found, step)


def _room(desk: Desk) -> Check:
    card, left = machine.disk(desk), machine.days_left(desk)
    found = machine.room_words(desk) + ("" if left is None else f"; {machine.lasts(desk)}")
    step = _("Cadangkan ke USB, lalu kosongkan kartu atau ganti dengan yang lebih besar.")
    if card.tone is Tone.UNKNOWN:
        step = _("Jalankan systemctl start tagana-gps: ia yang mengamati ruang simpan.")
    return aged(_("Ruang simpan"), _well(card.tone), found, step)


def _processes(desk: Desk) -> Check:
    card = machine.processes(desk)
    return aged(_("Layanan unit"), _well(card.tone), card.headline, " ".join(card.steps))


def _enrolment(desk: Desk) -> Check:
    what, step = (
        _("Pendaftaran"),
        _("Minta berkas pendaftaran dari pusat, lalu jalankan tagana enroll BERKAS."),
    )
    if desk.unit is None:
        return check(what, False, _("unit belum terdaftar"), step)
    if center.is_stopped(desk):
        return check(what, False, center.problem(desk), step)
    if not desk.enrolled():
        return check(what, False, _("berkas pendaftaran tidak terbaca"), step)
    told = {"n": desk.unit, "name": desk.unit_name()}
    return check(what, True, _("unit %(n)s, %(name)s") % told, step)


def _https(desk: Desk) -> Check:
    days = certificate.days_left(desk)
    step = _(
        "Sambungkan unit ke internet: sertifikat diperbarui sendiri, atau minta berkas pendaftaran baru."
    )
    well = days is not None and days >= certificate.WARN_DAYS
    return aged(_("Sertifikat HTTPS"), well, certificate.lasts(desk), step)


def _gps(desk: Desk) -> Check:
    said, step = (
        fresh(desk, "gps"),
        _("Bawa unit ke tempat terbuka dan tunggu sampai GPS terkunci, paling lama 5 menit."),
    )
    if said is None:
        return check("GPS", None, states.gps_line(desk), _("Jalankan systemctl start tagana-gps."))
    fixed_at = number_of(said, "fix_at")
    recent = fixed_at is not None and abs(desk.now - fixed_at) <= FIX_S
    locked = said.get("state") == "terkunci" and recent
    far = (number_of(said, "accuracy_m") or 0) > cards.EXACT_M
    return aged("GPS", locked and not far, states.gps_line(desk), step)


def _clock(desk: Desk) -> Check:
    step = _(
        "Tunggu GPS terkunci atau sambungkan internet. Sampai saat itu umur (… lalu) di baris lain belum pasti."
    )
    return check(_("Jam"), desk.clock.trusted(), states.clock_line(desk), step)


def _battery(desk: Desk) -> Check:
    said = fresh(desk, "power")
    percent, charging = number_of(said, "battery_percent"), (said or {}).get("charging")
    step = _("Isi baterai sampai penuh. Bila unit tidak punya pengukur, lihat lampu power bank.")
    well = None if percent is None else percent >= CHARGED_PERCENT or bool(charging)
    return aged(_("Baterai"), well, machine.battery_words(desk), step)


def _voltage(desk: Desk) -> Check:
    seen = (fresh(desk, "power") or {}).get("under_voltage_seen")
    found = (
        _(machine.UNKNOWN) if seen is None else _("pernah kurang") if seen else _("cukup sejak dinyalakan")
    )
    step = _("Ganti kabel atau adaptor dengan yang 5 V dan paling sedikit 3 A, lalu nyalakan ulang unit.")
    return aged(_("Tegangan"), None if seen is None else not seen, found, step)


# ---- the ways out


def _radio_settings(desk: Desk) -> Check:
    told, what = radio.told(desk), _("Pengaturan radio")
    if not told.told or told.old:
        return check(
            what,
            None,
            told.headline,
            _("Pasang radio dan atur radio.device, lalu jalankan tagana radio check."),
        )
    step = told.steps[0] if told.steps else _("Jalankan tagana radio check, lalu tagana radio apply.")
    return aged(what, told.works and not told.wrong_settings, told.headline, step)


def _heard(desk: Desk) -> Check:
    told, what = radio.told(desk), _("Radio lain terdengar")
    if not told.told or told.old:
        return check(what, None, told.headline, _("Nyalakan radio unit ini dulu."))
    found = many("%(n)s radio dalam satu jam terakhir", "%(n)s radio dalam satu jam terakhir", told.heard)
    step = _("Nyalakan satu unit lain di dekat sini dan tunggu 15 menit.")
    return aged(what, told.heard > 0, found % {"n": told.heard}, step)


def _link(desk: Desk) -> Check:
    at = center.connected_at(desk)
    step = _("Sambungkan unit ke internet dan tunggu sampai tersambung ke pusat.")
    nobody = at is None and desk.status(center.LINK) is None
    well = None if nobody else at is not None and 0 <= desk.now - at <= DAY_S
    return aged(_("Kontak dengan pusat"), well, desk.age(at), step)


def _news(desk: Desk) -> Check:
    """By internet the center says at each contact that there is nothing newer; over the radio it does not."""
    count, at = desk.store.run("SELECT count(*), max(received_at) FROM entry WHERE unit = 0")[0]
    asked = time_of(desk.status(center.LINK), "contact_at")
    latest = max((one for one in (at, asked) if one is not None), default=None)
    told = {"n": numbers.shown(count), "age": desk.age(latest)}
    found = _("%(n)s kabar dari pusat (lokasi, peringatan, barang), diperiksa %(age)s") % told
    well = count > 0 and latest is not None and 0 <= desk.now - latest <= NEWS_S
    step = _("Sambungkan unit ke internet, atau impor berkas dari pusat dengan tagana import.")
    return aged(_("Lokasi, peringatan, kamus"), well, found, step)


def _unsent(desk: Desk) -> Check:
    counts = desk.counts()
    parts = [
        many("%(n)s catatan", "%(n)s catatan", counts.waiting) if counts.waiting else "",
        many("%(n)s foto", "%(n)s foto", counts.photos) if counts.photos else "",
    ]
    amounts = (counts.waiting, counts.photos)
    told = [part % {"n": numbers.shown(n)} for part, n in zip(parts, amounts, strict=True) if part]
    step = _("Tunggu sampai terkirim, atau ekspor ke USB dan serahkan ke pusat.")
    if counts.photos:
        step = _("Tunggu sampai terkirim; foto hanya lewat internet. Catatan bisa diekspor ke USB.")
    return check(_("Belum terkirim dari tugas lalu"), not told, ", ".join(told) or _("tidak ada"), step)


# ---- tablets and people


def _hotspot(desk: Desk) -> Check:
    said = fresh(desk, "jaringan")
    up = None if said is None else bool(said.get("hotspot"))
    found = _(machine.UNKNOWN) if up is None else _("menyala") if up else _("tidak menyala")
    step = _("Jalankan nmcli connection up tagana-hotspot. Periksa bahwa Wi-Fi unit terlihat di tablet.")
    return aged(_("Hotspot Wi-Fi"), up, found, step)


def _tablets(desk: Desk) -> Check:
    paired = tablets.paired(desk.store)
    seen = max((one.seen_at for one in paired), default=None)
    told = many("%(n)s tablet", "%(n)s tablet", len(paired)) % {"n": len(paired)}
    found = (
        _("%(many)s, terakhir terlihat %(age)s") % {"many": told, "age": desk.age(seen)}
        if paired
        else _("belum ada")
    )
    return check(
        _("Tablet terpasang"),
        bool(paired),
        found,
        _("Pasangkan paling sedikit satu tablet: buka Perangkat, Tablet terpasang."),
    )


def _people(desk: Desk) -> list[Check]:
    here = [one.role for one in crew.people(desk.store) if one.revoked_at is None]
    found = []
    for role, label in LABELS.items():
        amount = here.count(role)
        told = many("%(n)s orang", "%(n)s orang", amount) % {"n": amount} if amount else _("belum ada")
        step = _("Tambahkan di Perangkat, Orang dan PIN.")
        found.append(check(_(label), amount > 0, told, step))
    return found


def _map(has_map: Callable[[], bool]) -> Check:
    there = has_map()
    found = _("ada di unit") if there else _("tidak ada")
    return check(_("Peta dasar"), there, found, _("Salin berkas .pmtiles ke folder peta di data unit."))


def _backup(desk: Desk) -> Check:
    if desk.store.run("SELECT next_form FROM self") == [(1,)]:
        return check(_("Cadangan"), True, _("belum ada catatan untuk dicadangkan"), "")
    at = backed_up.last_at(desk)
    well = at is not None and 0 <= desk.now - at <= DAY_S
    step = _("Pasang USB, lalu ketuk Cadangkan ke USB di halaman Cadangan.")
    return aged(_("Cadangan"), well, desk.age(at), step)
