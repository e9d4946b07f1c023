"""A unit's pages over a real store in a temporary folder."""

import base64
import json
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from field_node.config import Config, defaults
from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.sealed_box import public_of
from field_node.store import journal
from field_node.store.identity import become
from field_node.web.app import create_app
from field_node.web.desk import Desk
from field_node.web.opening import opened_desk
from field_node.web.peta.shelf import FOLDER, Shelf

UNIT = 3
CENTER_KEY = bytes(range(32))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    enrolment = {"name": "Tagana Indramayu 1", "box_public": base64.b64encode(public_of(CENTER_KEY)).decode()}
    (tmp_path / "secrets").mkdir(mode=0o700)
    (tmp_path / "secrets" / "enrolment.json").write_text(json.dumps(enrolment))
    return defaults(data_dir=tmp_path, runtime_dir=tmp_path / "run", secrets_dir=tmp_path / "secrets")


@pytest.fixture
def desk(config: Config) -> Iterator[Desk]:
    with opened_desk(config, chance=secrets.token_bytes) as desk:
        become(desk.door.writer, UNIT)
        yield desk


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The pages, put together once for all tests: addresses and templates do not depend on a desk."""
    folder = tmp_path_factory.mktemp("pages")
    config = defaults(data_dir=folder, runtime_dir=folder, secrets_dir=folder)
    with opened_desk(config, chance=secrets.token_bytes) as desk:
        app = create_app(desk, allowed_hosts=("localhost", "127.0.0.1"))
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder))
    return app


@pytest.fixture
def app(built: Flask, desk: Desk) -> Iterator[Flask]:
    """The pages over this test's desk; what a test sets in them ends with it."""
    extensions, config = dict(built.extensions), dict(built.config)
    built.extensions |= {"desk": desk, "peta": Shelf(desk.data_dir / FOLDER)}
    yield built
    built.extensions, built.config = extensions, type(built.config)(built.root_path, config)


@pytest.fixture
def own_app(desk: Desk) -> Flask:
    """Pages of this test's own, to which it may add addresses."""
    return create_app(desk, allowed_hosts=("localhost", "127.0.0.1"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


@pytest.fixture
def posko(desk: Desk) -> Ref:
    record = Place(nama="Balai Desa Contoh", jenis="posko", lat=-6.32715, lon=108.32)
    return journal.append(desk.door.writer, record, stamp=desk.clock.stamp()).ref
