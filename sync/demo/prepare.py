"""Everything that the first start of a demo makes and later ones find: the operation, its units, the drill."""

import json
import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path

from field_node.config import Config
from field_node.opened import DATABASE, opened_clock, opened_store
from field_node.records.kinds import Ref
from field_node.setup import set_up
from sync import drill
from sync.center import enrolment as center_enrolment
from sync.center import tokens
from sync.center.answer import broadcasts
from sync.center.dialect import writing
from sync.center.founding import init
from sync.center.store import KEYS_FILE, Center, open_center, secrets_dir
from sync.demo.site import DemoUnit, Site, write_air
from sync.enrolment import FILE_NAME, enroll, write_whole
from sync.frames import INTERNET_MTU
from sync.radio_setup import keep_key, radio_key
from sync.unit_end import opened_end


def prepared(configs: Sequence[Config], site: Site, *, now: int) -> str:
    """The token for the pull feed. `now`: UTC seconds."""
    main = configs[0]
    _give_radio_key(configs, site)
    if not (secrets_dir(main.center.data_dir) / KEYS_FILE).exists():
        init(main.center.data_dir, "Pusat Gladi", host="127.0.0.1", at=now)
    center = open_center(main.center.data_dir, main.center.database)
    try:
        _set_up_all(configs)
        numbers = [_enrolled(one, center, unit, now) for one, unit in zip(configs, site.units, strict=True)]
        said = drill.say(center, unit=numbers[-1], now=now)
        token = _token(center, site.folder / "pull_token", now)
        for config in configs[1:]:
            _take_along(config, center, now)
    finally:
        center.close()
    _fill_the_shelves(configs[-1], said)
    return token


def _set_up_all(configs: Sequence[Config]) -> None:
    """The admin codes are the same for all units: read once, then copied with the empty store that they lie in."""
    set_up(configs[0])
    for config in configs[1:]:
        store = config.data_dir / DATABASE
        if not store.exists():
            config.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(configs[0].data_dir / DATABASE, store)
        set_up(config)


def _give_radio_key(configs: Sequence[Config], site: Site) -> None:
    """One channel key for all radios of the operation."""
    key = radio_key(configs[0].secrets_dir) or secrets.token_bytes(32)
    for config in configs:
        if radio_key(config.secrets_dir) != key:
            keep_key(config.secrets_dir, key)
    write_air(site, key)


def _enrolled(config: Config, center: Center, unit: DemoUnit, now: int) -> int:
    """The unit's number; enrolled once."""
    file = config.data_dir.parent / f"unit-{unit.number}.json"
    if not file.exists():
        given = center_enrolment.enroll(
            center, unit.name, address=f"http://127.0.0.1:{config.center.port}/", now=now, wilayah="32.12"
        )
        write_whole(file, given.to_json(), mode=0o600)
    if not (config.secrets_dir / FILE_NAME).exists():
        enroll(config, file.read_bytes(), replace_other=False)
    number: int = json.loads(file.read_bytes())["unit"]
    return number


def _take_along(config: Config, center: Center, now: int) -> None:
    """What a unit without internet was given before it left: all that the center has said, as from a stick."""
    with opened_store(config) as store:
        end = opened_end(store, opened_clock(store, config), config.secrets_dir)
        said = broadcasts(center, end.holds().center_upto, mtu=INTERNET_MTU, now=now)
        end.take(said.frames, carrier="usb")


def _fill_the_shelves(config: Config, said: dict[str, Ref]) -> None:
    with opened_store(config) as store:
        drill.fill(store, opened_clock(store, config), lumbung=said[drill.LUMBUNG], incident=said[drill.NAME])


def _token(center: Center, path: Path, now: int) -> str:
    if path.exists():
        return path.read_text()
    with center.lock, writing(center.writer) as conn:
        token = tokens.add_token(conn, "gladi", frozenset({"pull"}), now=now, random=secrets.token_bytes)
    write_whole(path, token.encode(), mode=0o600)
    return token
