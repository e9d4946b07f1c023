"""The internet link: one bundle out, one bundle back, over requests with our own CA."""

import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

from sync.bundle import MEDIA_TYPE, BundleReader, write_bundle
from sync.errors import BadFrame
from sync.frames import INTERNET_MTU
from sync.links import Heard, InsecureAddress, LinkTrouble

NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME, openssl/x509_vfy.h
CONNECT_S, ANSWER_S = 20.0, 40.0  # a round trip of 0.6 s and a full queue of 17 s fit
LARGEST_ANSWER = 1 << 20  # the center sends at most 64 kB and the slips
LONGEST_PAUSE_S = 3_600.0
PROMPT_S = 2.0  # a slow link's round trip; the time of a slower answer is not worth learning
PIECE = 16_384
LEAF_TYPE = "application/x-pem-file"
BUSY = frozenset({429, 503})
SOCKET_OPTIONS = [
    *HTTPConnection.default_socket_options,
    (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 25_000),  # ms; else TCP's own back-off outlives an outage
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 10),
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 5),
    (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3),
]


class PinnedCenter(HTTPAdapter):
    """TLS to the center: our CA only; validity dates count only when the clock is trusted."""

    def __init__(self, ca_file: str | None, *, clock_trusted: bool) -> None:
        self._context = ssl.create_default_context(cafile=ca_file) if ca_file else None
        if self._context is not None and not clock_trusted:
            self._context.verify_flags |= ssl.VerifyFlags(NO_CHECK_TIME)
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"socket_options": SOCKET_OPTIONS}
        if self._context is not None:
            kwargs["ssl_context"] = self._context
        super().init_poolmanager(*args, **kwargs)


class Internet:
    """The center at `url`. `ca_file` holds our CA; without it only this machine may be spoken to. `mtu`: of the frames asked for."""

    full = True

    def __init__(
        self,
        url: str,
        ca_file: Path | None,
        *,
        clock_trusted: Callable[[], bool],
        mtu: int = INTERNET_MTU,
        answer_s: float = ANSWER_S,
        connect_s: float = CONNECT_S,
    ) -> None:
        self.mtu = mtu
        self._loopback = _demand_safe(url, ca_file)
        self._url = url.rstrip("/")
        self._door = f"{self._url}/v1/frames?mtu={self.mtu}"
        self._ca_file = str(ca_file) if ca_file else None
        self._clock_trusted = clock_trusted
        self._times = (connect_s, answer_s)
        self._session: requests.Session | None = None
        self._trusted = False

    def exchange(self, frames: Sequence[bytes], wait_s: float) -> Heard:
        """One POST. The center may hold the answer up to `wait_s`. Raises LinkTrouble."""
        connect_s, answer_s = self._times
        headers = {"Content-Type": MEDIA_TYPE, "Accept": MEDIA_TYPE, "Accept-Encoding": "identity"}
        if wait_s:
            headers["Prefer"] = f"wait={wait_s:.0f}"
        try:
            response = self._connected().post(
                self._door,
                data=io.BytesIO(write_bundle(frames)),  # a file: the timeout then holds for each block
                headers=headers,
                timeout=(connect_s, answer_s + wait_s),
                allow_redirects=False,
                stream=True,
            )
        except requests.exceptions.RequestException as error:
            raise trouble(error) from error
        with response:
            return self._read(response, answer_s)

    def leaf(self, unit: int) -> bytes:
        """The certificate that the center has for that unit's pages, as PEM; not examined. Raises LinkTrouble."""
        headers = {"Accept": LEAF_TYPE, "Accept-Encoding": "identity"}
        try:
            response = self._connected().get(
                f"{self._url}/v1/leaf/{unit}",
                headers=headers,
                timeout=self._times,
                allow_redirects=False,
                stream=True,
            )
        except requests.exceptions.RequestException as error:
            raise trouble(error) from error
        with response:
            return _leaf(response, time.monotonic() + self._times[1])

    def close(self) -> None:
        """Let go of the connection; again is harmless."""
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _connected(self) -> requests.Session:
        trusted = self._clock_trusted()
        if self._session is None or trusted != self._trusted:
            self.close()
            self._session, self._trusted = _session(self._ca_file, clock_trusted=trusted), trusted
        return self._session

    def _read(self, response: requests.Response, answer_s: float) -> Heard:
        _demand_ours(response)
        frames, whole = _frames(response, time.monotonic() + answer_s)
        return Heard(
            frames=tuple(frames),
            counts=_counts(response.headers.get("Tagana-Counts", "")),
            more=response.headers.get("Tagana-More") == "?1" or not whole,
            time=self._time(response),
        )

    def _time(self, response: requests.Response) -> int | None:
        """The center's clock. A server dates its answer when it begins with it: one that was held or slow tells no time."""
        proven = self._ca_file is not None or self._loopback
        prompt = response.elapsed.total_seconds() <= PROMPT_S
        return _date(response.headers.get("Date")) if proven and prompt else None


def _session(ca_file: str | None, *, clock_trusted: bool) -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # else proxies and CAs of the environment win
    session.verify = ca_file or False  # True would load all public CAs into our context
    adapter = PinnedCenter(ca_file, clock_trusted=clock_trusted)
    for scheme in ("https://", "http://"):
        session.mount(scheme, adapter)
    return session


def _demand_safe(url: str, ca_file: Path | None) -> bool:
    """Whether the address is this machine. Raises InsecureAddress for one that anybody may read or play."""
    parts = urlsplit(url)
    loopback = _is_loopback(parts.hostname or "")
    if not (parts.scheme == "https" and ca_file) and not (parts.scheme == "http" and loopback):
        raise InsecureAddress(f"{parts.scheme}://{parts.hostname}")
    return loopback


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def trouble(error: requests.exceptions.RequestException) -> LinkTrouble:
    """What went wrong, in our words."""
    detail = type(error).__name__
    if isinstance(error, requests.exceptions.SSLError):
        dated = any(words in str(error) for words in ("has expired", "not yet valid"))
        return LinkTrouble("expired" if dated else "certificate", detail)
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return LinkTrouble("unreachable", detail)
    if isinstance(error, requests.exceptions.ConnectionError) and "NewConnectionError" in repr(error):
        return LinkTrouble("unreachable", detail)
    return LinkTrouble("cut", detail)


def _demand_ours(response: requests.Response) -> None:
    """Raises LinkTrouble for whatever is no answer of the center's door."""
    status, kind = response.status_code, response.headers.get("Content-Type", "")
    if status in BUSY:
        raise LinkTrouble("busy", str(status), retry_after_s=retry_after(response))
    if 300 <= status < 400 or (status == 200 and kind.startswith("text/html")):
        raise LinkTrouble("portal", str(status))
    if status != 200:
        raise LinkTrouble("status", str(status))
    if kind.partition(";")[0] != MEDIA_TYPE:
        raise LinkTrouble("not_center", "content type")


def _leaf(response: requests.Response, until: float) -> bytes:
    if response.status_code != 200 or response.headers.get("Content-Type", "") != LEAF_TYPE:
        raise LinkTrouble("status", str(response.status_code))
    try:
        return b"".join(_pieces(response.raw, until))
    except (HTTPError, OSError) as error:
        raise LinkTrouble("cut", type(error).__name__) from error


def _frames(response: requests.Response, until: float) -> tuple[list[bytes], bool]:
    """The whole frames of the answer, and whether it came to its end. A torn one is used as far as it goes."""
    reader, frames = BundleReader(), list[bytes]()
    try:
        for piece in _pieces(response.raw, until):
            frames += reader.feed(piece)
        return frames, reader.finish() == 0
    except BadFrame as error:
        raise LinkTrouble("not_center", "no bundle") from error
    except (HTTPError, OSError) as error:
        if not frames:
            raise LinkTrouble("cut", type(error).__name__) from error
        return frames, False


def _pieces(raw: Any, until: float) -> Iterator[bytes]:
    size = 0
    while piece := raw.read1(PIECE):
        size += len(piece)
        if size > LARGEST_ANSWER:
            raise LinkTrouble("too_big")
        if time.monotonic() > until:
            raise TimeoutError("the answer has no end")
        yield piece


def _counts(text: str) -> dict[str, int]:
    """`new=61, known=2` (RFC 9651, a dictionary of integers); what is anything else is left out."""
    pairs = (part.strip().partition("=") for part in text.split(","))
    return {name: int(value) for name, _, value in pairs if value.isascii() and value.isdecimal()}


def retry_after(response: requests.Response) -> float | None:
    """RFC 9110 section 10.2.3: seconds, or a date that counts from the answer's own."""
    text = response.headers.get("Retry-After", "")
    if text.isascii() and text.isdecimal():
        return min(float(text), LONGEST_PAUSE_S)
    until, now = _date(text), _date(response.headers.get("Date"))
    return min(max(0.0, float(until - now)), LONGEST_PAUSE_S) if until and now else None


def _date(text: str | None) -> int | None:
    try:
        return int(parsedate_to_datetime(text).timestamp()) if text else None
    except ValueError:
        return None
