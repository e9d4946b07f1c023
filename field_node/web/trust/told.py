"""What is told of the unit's certificate: on Perangkat always, on every page when it ends soon."""

from field_node.web.access.certificates import leaf_here
from field_node.web.desk import Desk
from field_node.web.said.language import _, many

WARN_DAYS = 30
DAY_S = 86_400


def days_left(desk: Desk) -> int | None:
    """Whole days until the certificate ends, below 0 when it has; None without one."""
    leaf = leaf_here(desk)
    return None if leaf is None else (leaf.ends_at - desk.now) // DAY_S


def state(desk: Desk) -> str:
    """How it is, in a few words."""
    days = days_left(desk)
    if days is None:
        return _("sertifikat tidak ada")
    if days < 0:
        return _("sertifikat sudah habis")
    return _("sertifikat hampir habis") if days < WARN_DAYS else _("sertifikat berlaku")


def lasts(desk: Desk) -> str:
    """How long it holds, or since when no more."""
    leaf, days = leaf_here(desk), days_left(desk)
    if leaf is None or days is None:
        return _("belum ada")
    if days < 0:
        return _("sudah habis %(when)s") % {"when": desk.zone.long(leaf.ends_at)}
    return many("berlaku %(n)s hari lagi", "berlaku %(n)s hari lagi", days) % {"n": days}


def step(desk: Desk) -> str:
    """What to do about one that ends soon or has ended."""
    if (days_left(desk) or 0) < 0:
        return _("Sambungkan unit ke internet, atau minta berkas pendaftaran baru dari pusat.")
    return _("Sambungkan unit ke internet: sertifikat diperbarui sendiri.")


def facts(desk: Desk) -> list[tuple[str, str]]:
    """Titles and texts for Perangkat."""
    leaf, days = leaf_here(desk), days_left(desk)
    if leaf is None or days is None:
        return [(_("Sertifikat"), _("belum ada: datang bersama berkas pendaftaran dari pusat"))]
    end = desk.zone.long(leaf.ends_at)
    left = _("sudah habis") if days < 0 else _("%(days)d hari lagi") % {"days": days}
    return [
        (_("Sertifikat berlaku sampai"), f"{end} ({left})"),
        (_("Alamat yang dijaminnya"), ", ".join(leaf.names)),
    ]


def cautions(desk: Desk) -> list[str]:
    """What every page says of it; nothing while a clock that nobody believes would be the only witness."""
    days = days_left(desk)
    if days is None or days >= WARN_DAYS or not desk.clock.trusted():
        return []
    if days < 0:
        return [
            _(
                "Sertifikat HTTPS unit ini sudah habis: tablet menolak membukanya. Sambungkan unit ke internet, atau minta berkas pendaftaran baru dari pusat."
            )
        ]
    told = _(
        "Sertifikat HTTPS unit ini habis %(days)d hari lagi, lalu tablet menolak membukanya. Sambungkan unit ke internet: sertifikat diperbarui sendiri."
    )
    return [told % {"days": days}]
