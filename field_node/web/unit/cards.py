"""Perangkat: each thing of the unit as a card."""

from field_node.records.record import TimeQuality
from field_node.store import tablets
from field_node.web.desk import Desk
from field_node.web.said.language import _, many
from field_node.web.trust import told as certificate
from field_node.web.unit import kept, machine, radio, states
from field_node.web.unit.card import Card, Tone, age_of, fresh

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
        kept.card(desk),
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
        facts=tuple(states.gps_facts(desk)[1:]),
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
        facts=tuple(states.clock_facts(desk)[1:]),
        source="tagana web",
        steps=() if tone is Tone.GOOD else (step,),
    )


def link(desk: Desk) -> Card:
    """The way to the center."""
    said, problem = desk.status("link"), states.link_problem(desk)
    facts = states.link_facts(desk)
    connected = bool(said and said.get("connected")) and len(facts) > 2
    return Card(
        title=_("Sambungan ke pusat"),
        icon="sambungan",
        tone=Tone.GOOD if connected else Tone.UNKNOWN if said is None else Tone.LOOK,
        headline=facts[0][1],
        facts=tuple(facts[1:]),
        source="tagana sync",
        age=age_of(desk, "link"),
        steps=(_(problem),) if problem and not connected else (),
        link=("device.outbox", _("Antrean kirim")),
    )


def air(desk: Desk) -> Card:
    """The radio, shortly."""
    told = radio.told(desk)
    tone = Tone.GOOD if told.works else Tone.UNKNOWN if told.old or not told.told else Tone.BAD
    return Card(
        title=_("Radio"),
        icon="pancar",
        tone=tone,
        headline=told.headline,
        facts=tuple(radio.facts(desk)[1:-1] if told.told else ()),
        source="tagana sync",
        age=told.told,
        steps=told.steps[:1],
        link=("radio.index", _("Halaman radio")),
    )


def https(desk: Desk) -> Card:
    """The certificate of the unit's own pages."""
    days = certificate.days_left(desk)
    ends_soon = days is not None and days < certificate.WARN_DAYS
    tone = Tone.UNKNOWN if days is None else Tone.LOOK if ends_soon else Tone.GOOD
    step = _("Sambungkan unit ke internet: sertifikat diperbarui sendiri.")
    return Card(
        title="HTTPS",
        icon="segel",
        tone=tone,
        headline=_("sertifikat hampir habis")
        if ends_soon
        else _("sertifikat tidak ada")
        if days is None
        else _("sertifikat berlaku"),
        facts=tuple(certificate.facts(desk)),
        source=_("berkas pendaftaran"),
        steps=(step,) if ends_soon else (),
        link=("trust.index", _("Agar tablet percaya")),
    )


def badge(desk: Desk) -> str:
    """How many tablets were let in."""
    amount = len(tablets.paired(desk.store))
    return many("%(n)s tablet terpasang", "%(n)s tablet terpasang", amount) % {"n": amount}
