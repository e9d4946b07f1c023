"""The door for files at the center, over the same pinned connection as the frames."""

import io
from dataclasses import dataclass

import requests
from urllib3.exceptions import HTTPError

from sync.links import LinkTrouble
from sync.links.internet import BUSY, Internet, retry_after, trouble
from sync.seal.files import Asked, Credentials, Said, read_said

LONGEST_BODY = 4_096


@dataclass(frozen=True, slots=True)
class Answered:
    """What the center says, and the tag that has to prove it."""

    said: Said
    tag: bytes


class Files(Internet):
    """One request at a time; like frames over a connection of its own."""

    def ask(self, asked: Asked, tag: bytes) -> Answered:
        """Brings the piece, or asks how much is there. Raises LinkTrouble: no answer of that door."""
        try:
            response = self._sent(asked, tag)
        except requests.exceptions.RequestException as error:
            raise trouble(error) from error
        with response:
            _finish(response)
            return _read(response)

    def _sent(self, asked: Asked, tag: bytes) -> requests.Response:
        end = asked.first + len(asked.piece) - 1
        ranged = {
            "Content-Range": f"bytes {asked.first}-{end}/{asked.total}",
            "Content-Type": "application/octet-stream",
        }
        return self._connected().request(
            "PUT" if asked.brings else "HEAD",
            f"{self._url}/v1/files/{asked.digest.hex()}",
            data=io.BytesIO(asked.piece)
            if asked.brings
            else None,  # a file: the timeout holds for each block
            headers={
                "Authorization": str(Credentials(asked.unit, asked.nonce, tag)),
                "Accept-Encoding": "identity",
                **(ranged if asked.brings else {}),
            },
            timeout=self._times,
            allow_redirects=False,
            stream=True,
        )


def _finish(response: requests.Response) -> None:
    """The headers say all; the body is read so that the connection can be used again, if it is no longer than ours."""
    try:
        response.raw.read(LONGEST_BODY)
    except (HTTPError, OSError) as error:
        raise LinkTrouble("cut", type(error).__name__) from error


def _read(response: requests.Response) -> Answered:
    said, tag = read_said(response.headers.get("Tagana-File", "")), response.headers.get("Tagana-Tag", "")
    if response.status_code in BUSY:
        raise LinkTrouble("busy", str(response.status_code), retry_after_s=retry_after(response))
    if said is None:
        raise LinkTrouble("status", str(response.status_code))
    try:
        return Answered(said, bytes.fromhex(tag))
    except ValueError as error:
        raise LinkTrouble("not_center", "tag") from error
