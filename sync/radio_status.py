"""`tagana radio status`: what the page Radio says, as lines of text."""

from collections.abc import Iterator

from field_node.config import Config
from field_node.opened import DATABASE, opened_clock, opened_store
from field_node.store import status
from field_node.web.said.times import Zone
from field_node.web.unit.told import ROW, RadioTold, told


def radio_now(config: Config) -> RadioTold:
    """The radio as the sync process told of it last. Raises FileNotFoundError before the unit was set up, OSError, StoreError."""
    if not (config.data_dir / DATABASE).exists():
        raise FileNotFoundError(config.data_dir / DATABASE)
    with opened_store(config) as store:
        now = opened_clock(store, config).stamp().made_at
        return told(status.read(store, ROW), Zone(config.zone), now)


def spoken(radio: RadioTold) -> Iterator[str]:
    """The lines of the terminal."""
    yield radio.headline
    if radio.told:
        yield f"Keterangan dari {radio.told}"
    if radio.wrong_settings:
        yield f"Pengaturan yang belum sesuai: {', '.join(radio.wrong_settings)}"
    yield from (f"  - {step}" for step in radio.steps)
    if radio.airtime:
        yield f"Waktu pancar sendiri: {radio.airtime.text}"
        yield f"  {radio.airtime.rest}"
    yield from (f"{title}: {text}" for title, text in radio.facts)
    if radio.facts:
        yield "Antrean radio:" if radio.queue else "Antrean radio: tidak ada yang menunggu"
    yield from (f"  {one.label}: {one.waits}; {one.through}" for one in radio.queue)
    if radio.radios:
        yield "Radio lain:"
    yield from (
        f"  {one.name}: {one.quality}{one.heard and f', terdengar {one.heard}'}" for one in radio.radios
    )
