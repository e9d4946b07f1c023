"""`tagana trust`: shows on the unit itself what a tablet's certificate is compared with."""

import click

from field_node.config import Config
from field_node.opened import ENROLMENT
from field_node.pair import drawn
from field_node.web.access.certificates import Root, leaf_in, root_in
from field_node.web.opening import Enrolled

ROW = 4


def rows(root: Root) -> list[str]:
    """The fingerprint as the page /percaya and Android's settings show it, four groups a line."""
    groups = [f"{one[:2]}:{one[2:]}" for one in root.groups]
    return ["  ".join(groups[at : at + ROW]) for at in range(0, len(groups), ROW)]


@click.command("trust")
@click.pass_obj
def command(config: Config) -> None:
    """Sidik jari sertifikat pusat, untuk dicocokkan dengan tablet, dan QR halaman yang menjelaskan caranya."""
    said = Enrolled(config.secrets_dir / ENROLMENT)()
    root, leaf = root_in(str(said.get("ca", ""))), leaf_in(str(said.get("leaf_cert", "")))
    if root is None or leaf is None:
        raise click.ClickException("Unit ini belum punya sertifikat: jalankan 'tagana enroll BERKAS'.")
    link = f"http://{leaf.names[0]}/percaya"
    click.echo(drawn(link))
    click.echo(f"Buka {link} di tablet, di Wi-Fi unit ini.")
    click.echo(f"Sidik jari SHA-256 sertifikat '{root.name}':")
    for row in rows(root):
        click.echo(f"  {row}")
