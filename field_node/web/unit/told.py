"""What the sync process said of the radio, in words: for the page and for the terminal alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from field_node.records.record import Urgency
from field_node.store.status import Status
from field_node.web.said import numbers, times
from field_node.web.said.language import _, later
from field_node.web.said.times import Zone
from field_node.web.unit.rows import list_of, number_of, rows_of, time_of

ROW = "radio"
"""The name of its row among the states of the store."""
STALE_S = 60
"""The sync process speaks every 15 s; a row that is older was left behind."""
HEARD_S = 3_600
BUSY, FULL = 25.0, 40.0
"""Per cent of channel use from which trails and chatter wait, and from which only SOS goes; as in sync.mesh.plan."""
CLASSES = {
    Urgency.SOS: "SOS",
    Urgency.COUNT: later("Hitungan, tugas dan peringatan"),
    Urgency.STOCK: later("Stok dan kebutuhan"),
    Urgency.POSITION: later("Posisi"),
    Urgency.CHATTER: later("Catatan lain"),
}
HOLD_S = {Urgency.COUNT: 60, Urgency.STOCK: 180, Urgency.POSITION: 60, Urgency.CHATTER: 900}
"""How long an entry may wait for company before it is sent; as in sync.mesh.plan."""
LEAST_SNR_DB = {"LONG": -17.5, "MEDIUM": -12.5, "SHORT": -7.5}
"""What the slower of the two spreading factors of such a preset still decodes: Semtech SX1262 data sheet, table 6-1."""
GOOD_DB, FAIR_DB = 10.0, 4.0
SAFE = later("Catatan tetap aman di unit ini dan dikirim sendiri begitu radio bekerja lagi.")
STEPS: Mapping[str, tuple[str, ...]] = {
    "unreachable": (
        later("Periksa kabel dan daya radio."),
        later("Bila memakai jaringan: periksa alamat radio.device."),
        SAFE,
    ),
    "silent": (
        later("Matikan radio, tunggu 10 detik, hidupkan lagi."),
        later("Bila tetap diam, hubungi teknisi."),
        SAFE,
    ),
    "no_device": (later("Pasang radio ke unit dengan kabel USB yang bisa membawa data."), SAFE),
    "busy": (later("Tutup aplikasi Meshtastic di ponsel yang tersambung ke radio ini."), SAFE),
    "settings": (later("Teknisi: jalankan tagana radio check, lalu tagana radio apply."), SAFE),
    "closed": (later("Tunggu sebentar: radio sedang dilepas oleh unit ini."), SAFE),
}
"""Health.problem -> what to do, one step a sentence."""
NOT_RUNNING = (
    later("Teknisi: jalankan systemctl status tagana-sync."),
    later("Catatan tetap aman di unit ini."),
)
UNKNOWN = later("belum diketahui")


@dataclass(frozen=True, slots=True)
class Airtime:
    """Seconds on air in the last hour against what is allowed; `share`, `open_share`: per cent of it used, and open to all but SOS."""

    text: str
    rest: str
    share: int
    open_share: int


@dataclass(frozen=True, slots=True)
class ClassQueue:
    """One class of the queue: what waits, and when all of it went out."""

    label: str
    waits: str
    through: str


@dataclass(frozen=True, slots=True)
class NearRadio:
    """Another radio as ours hears it."""

    name: str
    quality: str
    heard: str


@dataclass(frozen=True, slots=True)
class RadioTold:
    """`works` only when a fresh row says so. `brief`, `facts`: title and text. `heard`: radios within the last hour."""

    works: bool
    headline: str
    steps: tuple[str, ...] = ()
    wrong_settings: tuple[str, ...] = ()
    brief: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    heard: int = 0
    airtime: Airtime | None = None
    queue: tuple[ClassQueue, ...] = ()
    radios: tuple[NearRadio, ...] = ()
    told: str = ""
    old: bool = False


def told(said: Status | None, zone: Zone, now: int) -> RadioTold:
    """All that can be said of the radio; `now`: UTC seconds."""
    if said is None:
        return RadioTold(
            False,
            _("Belum ada kabar dari radio"),
            (_("Unit ini belum memakai radio, atau tagana sync belum pernah berjalan."),),
        )
    body, past = said.body, now - said.at
    old = abs(past) > STALE_S
    problem, brief = str(body.get("problem") or ""), tuple(_brief(body))
    return RadioTold(
        works=not old and not problem,
        headline=_headline(body, old),
        steps=tuple(map(_, NOT_RUNNING if old else STEPS.get(problem, (SAFE,)) if problem else ())),
        wrong_settings=tuple(_(str(one)) for one in list_of(body, "wrong_settings")),
        brief=brief,
        facts=(*brief, *_facts(body, zone, now)),
        heard=len(_recent(body)),
        airtime=_airtime(body),
        queue=tuple(_class(one, zone, said.at, now) for one in rows_of(body, "queue")),
        radios=tuple(_radio(one, str(body.get("preset") or ""), past) for one in rows_of(body, "neighbours")),
        told=zone.age(said.at, now),
        old=old,
    )


def _headline(body: Mapping[str, Any], old: bool) -> str:
    if old:
        return _("Keadaan radio tidak diketahui: tagana sync tidak berjalan")
    if body.get("problem"):
        return _(str(body.get("sentence") or later("Radio tidak bisa dipakai.")))
    return _("Radio bekerja")


# ---- facts


def _brief(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    use = channel_use(number_of(body, "channel_use"))
    return [(_("Mutu sambungan"), quality(body)), (_("Pemakaian kanal"), use)]


def _facts(body: Mapping[str, Any], zone: Zone, now: int) -> list[tuple[str, str]]:
    facts = [
        (_("Tanda terima pusat terakhir"), zone.age(time_of(body, "receipt_at"), now)),
        (_("Terakhir memancar"), zone.age(time_of(body, "sent_at"), now)),
        (_("Terakhir mendengar"), zone.age(time_of(body, "heard_at"), now)),
        (_("Baterai radio"), _battery(body)),
        (
            _("Wilayah dan modulasi"),
            " / ".join(str(body.get(name) or _(UNKNOWN)) for name in ("region", "preset")),
        ),
        (
            _("Firmware"),
            " ".join(str(body.get(name) or "") for name in ("model", "firmware")).strip() or _(UNKNOWN),
        ),
        (_("Alamat radio"), str(body.get("device") or _(UNKNOWN))),
    ]
    gateway = body.get("gateway")
    if isinstance(gateway, Mapping):
        facts.append((_("Membawa kiriman unit lain"), _carried(gateway)))
    return facts


def quality(body: Mapping[str, Any]) -> str:
    """How well the best radio near by is heard, in a word and in numbers; what was silent for an hour counts no more."""
    heard = [one for one in _recent(body) if number_of(one, "snr") is not None and not one.get("hops")]
    if not heard:
        return _("belum ada radio lain yang terdengar langsung")
    best = max(float(one["snr"]) for one in heard)
    return _("%(signal)s, %(n)s radio terdengar langsung") % {
        "signal": _signal(best, str(body.get("preset") or "")),
        "n": len(heard),
    }


def _recent(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for one in rows_of(body, "neighbours") if (number_of(one, "heard_s_ago") or 0) < HEARD_S]


def _signal(snr: float, preset: str) -> str:
    above = snr - LEAST_SNR_DB.get(preset.partition("_")[0], LEAST_SNR_DB["LONG"])
    word = _("baik") if above >= GOOD_DB else _("cukup") if above >= FAIR_DB else _("lemah")
    return _("%(word)s (SNR %(snr)s dB)") % {"word": word, "snr": numbers.shown(round(snr * 10), 1)}


def channel_use(percent: float | None) -> str:
    """How busy the channel is, and what that means."""
    if percent is None:
        return _(UNKNOWN)
    word = (
        _("longgar")
        if percent < BUSY
        else _("ramai: posisi dan catatan lain menunggu")
        if percent < FULL
        else _("penuh: hanya SOS yang dikirim")
    )
    return f"{numbers.shown(round(percent * 10), 1)} % ({word})"


def _battery(body: Mapping[str, Any]) -> str:
    percent, volts = number_of(body, "battery_percent"), number_of(body, "voltage_v")
    if percent is None:
        return _(UNKNOWN)
    word = (
        _("daya luar") if percent > 100 else f"{round(percent)} %"
    )  # Meshtastic tells 101 while it is powered
    return word if volts is None else f"{word}, {numbers.shown(round(volts * 10), 1)} V"


def _carried(gateway: Mapping[str, Any]) -> str:
    carried, waiting = (round(number_of(gateway, name) or 0) for name in ("carried", "waiting"))
    return _("%(carried)s dibawa ke pusat, %(waiting)s menunggu internet") % {
        "carried": numbers.shown(carried),
        "waiting": numbers.shown(waiting),
    }


def _airtime(body: Mapping[str, Any]) -> Airtime | None:
    used, allowed, sos = (number_of(body, name) for name in ("used_s", "allowed_s", "for_sos_s"))
    if used is None or not allowed:
        return None
    kept = min(allowed, sos or 0.0)
    share = min(100, round(100 * used / allowed))
    free = max(0.0, allowed - kept - used)
    rest = _("Masih %(free)s untuk semua, %(kept)s disimpan untuk SOS.") % {
        "free": _seconds(free),
        "kept": _seconds(kept),
    }
    if free == 0:
        rest = _("Jatah untuk selain SOS habis: yang lain menunggu. %(used)s tersisa untuk SOS.") % {
            "used": _seconds(max(0.0, allowed - used))
        }
    text = _("%(used)s dari %(allowed)s dalam satu jam terakhir (%(share)s %%)") % {
        "used": _seconds(used),
        "allowed": _seconds(allowed),
        "share": share,
    }
    return Airtime(text, rest, share, round(100 * (allowed - kept) / allowed))


def _seconds(value: float) -> str:
    return _("%(value)s detik") % {"value": numbers.shown(round(value * 10), 1)}


# ---- queue and radios


def _class(one: Mapping[str, Any], zone: Zone, at: int, now: int) -> ClassQueue:
    number, unsent, on_air = (round(number_of(one, name) or 0) for name in ("class", "unsent", "on_air"))
    label = (
        _(CLASSES.get(Urgency(number), ""))
        if number in set(Urgency)
        else _("Kelas %(number)s") % {"number": number}
    )
    parts = [_("%(unsent)s antre radio") % {"unsent": numbers.shown(unsent)}] if unsent else []
    parts += (
        [_("%(on_air)s dipancarkan, belum ada tanda terima") % {"on_air": numbers.shown(on_air)}]
        if on_air
        else []
    )
    seconds = number_of(one, "through_s")
    hold = HOLD_S.get(number, 0)  # type: ignore[call-overload]
    through = (
        _("semua sudah dipancarkan")
        if seconds is None
        else _through(at + max(hold, round(seconds)), zone, now)
    )
    return ClassQueue(label, ", ".join(parts) or _("tidak ada yang menunggu"), through)


def _through(at: int, zone: Zone, now: int) -> str:
    """When the radio will have sent all: an estimate, never a promise."""
    left = at - now
    if left < 60:
        return _("kira-kira kurang dari 1 menit lagi")
    if left >= 86_400:
        return _("kira-kira lebih dari sehari lagi")
    return _("kira-kira %(left)s lagi (%(at)s %(name)s)") % {
        "left": times.distance(left),
        "at": zone.short(at),
        "name": zone.name,
    }


def _radio(one: Mapping[str, Any], preset: str, past: int) -> NearRadio:
    snr, hops, ago = number_of(one, "snr"), number_of(one, "hops"), number_of(one, "heard_s_ago")
    number = round(number_of(one, "number") or 0)
    way = [_("lewat %(hops)s radio lain") % {"hops": round(hops)}] if hops else []
    way += [_signal(snr, preset)] if snr is not None and not hops else []
    heard = "" if ago is None else _ago(round(ago) + max(0, past))
    return NearRadio(str(one.get("name") or f"!{number:08x}"), ", ".join(way) or _(UNKNOWN), heard)


def _ago(seconds: int) -> str:
    return _("baru saja") if seconds < 60 else _("%(seconds)s lalu") % {"seconds": times.distance(seconds)}
