"""Photos as a plain form brings them, and as the journal has them."""

import io
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from field_node.records.kinds import Ref
from field_node.records.photo import Photo
from field_node.store import journal
from field_node.web.desk import Desk


def sent(client: FlaskClient, of: Ref, *contents: bytes, **also: Any) -> TestResponse:
    files = [FileStorage(io.BytesIO(content), f"{number}.jpg") for number, content in enumerate(contents)]
    boundary, body = encode_multipart({"foto": files, "kunci": "k", "keterangan": "", **also})
    kind = f'multipart/form-data; boundary="{boundary}"'
    return client.post(f"/entri/{of}/foto", data=body, content_type=kind)


def photos(desk: Desk) -> list[Photo]:
    found = [entry.record for _, entry in journal.entries(desk.store, Photo)]
    return [one for one in found if isinstance(one, Photo)]
