"""Perangkat: each thing of the unit as a card."""

from field_node.records.record import TimeQuality
from field_node.store import tablets
from field_node.web.desk import Desk
from field_node.web.said.language import _, many
from field_node.web.trust import told as certificate
from field_node.web.unit import backed_up, center, machine, radio, states
from field_node.web.unit.card import Card, Tone, age_of, by_age, fresh

EXACT_M = 50.0


def all_cards(desk: Desk, maps: str) -> list[Card]:
    """In the order in which a technician looks. `maps`: which map files lie here, in words."""
    return [
        gps(desk),
        clock(desk),
        link(desk),
        air(desk),
        machine.power(desk),
        machine.disk(desk),
        backed_up.card(desk),
        machine.processes(desk),
        https(desk),
        machine.versions(desk, maps),
    ]


def gps(desk: Desk) -> Card:
    """The receiver and its last fix."""
    said = fresh(desk, "gps")
    state = str(said.get("state", "")) if said else ""
    tone = {"terkunci": Tone.GOOD, "mencari": Tone.LOOK, "tidak_ada": Tone.BAD}.get(state, Tone.UNKNOWN)
    steps = {
        Tone.LOOK: (_("Bawa unit ke tempat terbuka dan tunggu 2 menit."),),
        Tone.BAD: (_("Periksa kabel penerima GPS, lalu jalankan systemctl restart tagana-gps."),),
        Tone.UNKNOWN: (_("Jalankan systemctl status tagana-gps."),),
    }.get(tone, ())
    return Card(
        title="GPS",
        icon="gps",
        tone=tone,
        headline=states.gps_line(desk),
        facts=tuple(states.gps_facts(desk)),
        source="tagana gps",
        age=age_of(desk, "gps"),
        steps=steps,
    )


def clock(desk: Desk) -> Card:
    """The clock, and how good it is."""
    quality = desk.clock.stamp().quality
    tone = Tone.GOOD if quality >= TimeQuality.GPS else Tone.LOOK
    step = _("Tunggu GPS terkunci atau sambungkan internet: waktu catatan dibetulkan sendiri sesudahnya.")
    return Card(
        title=_("Jam"),
        icon="jam",
        tone=tone,
        headline=states.clock_line(desk),
        facts=tuple(states.clock_facts(desk)),
        source="tagana web",
        steps=() if tone is Tone.GOOD else (step,),
    )


def link(desk: Desk) -> Card:
    """The way to the center."""
    problem, connected = center.problem(desk), center.is_connected(desk)
    return Card(
        title=_("Sambungan ke pusat"),
        icon="sambungan",
        tone=_link_tone(desk),
        headline=center.state(desk),
        facts=tuple(center.facts(desk)),
        source="tagana sync",
        age=age_of(desk, center.LINK),
        steps=(problem,) if problem and not connected else (),
        link=("device.outbox", _("Antrean kirim")),
    )


def _link_tone(desk: Desk) -> Tone:
    if center.is_stopped(desk):
        return Tone.BAD
    if center.is_connected(desk):
        return Tone.GOOD
    return Tone.UNKNOWN if desk.status(center.LINK) is None else Tone.LOOK


def air(desk: Desk) -> Card:
    """The radio, shortly."""
    told = radio.told(desk)
    tone = Tone.GOOD if told.works else Tone.UNKNOWN if told.old or not told.told else Tone.BAD
    return Card(
        title=_("Radio"),
        icon="pancar",
        tone=tone,
        headline=told.headline,
        facts=tuple(radio.facts(desk)),
        source="tagana sync",
        age=told.told,
        steps=told.steps[:1],
        link=("radio.index", _("Halaman radio")),
    )


def https(desk: Desk) -> Card:
    """The certificate of the unit's own pages."""
    tone = _certificate_tone(desk)
    bad = tone in (Tone.LOOK, Tone.BAD)
    return Card(
        title="HTTPS",
        icon="segel",
        tone=tone,
        headline=certificate.state(desk),
        facts=tuple(certificate.facts(desk)),
        source=_("berkas pendaftaran"),
        steps=(certificate.step(desk),) if bad else (),
        link=("trust.index", _("Agar tablet percaya")),
    )


def _certificate_tone(desk: Desk) -> Tone:
    days = certificate.days_left(desk)
    if days is None:
        return Tone.UNKNOWN
    return Tone.BAD if days < 0 else Tone.LOOK if days < certificate.WARN_DAYS else by_age(desk, Tone.GOOD)


def badge(desk: Desk) -> str:
    """How many tablets were let in."""
    amount = len(tablets.paired(desk.store))
    return many("%(n)s tablet terpasang", "%(n)s tablet terpasang", amount) % {"n": amount}
