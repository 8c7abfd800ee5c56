"""One file from a server: resumed where it was cut off, never spliced of two versions, checked against its hash.

Beside `FILE.part` lies `FILE.part.json`, which says how much of it is safe on the disk and which version it is of.
"""

import errno
import hashlib
import json
import math
import os
import random
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx2

from t2v_desktop import __version__, paths
from t2v_desktop.errors import Cancelled, FetchError, OutputError

READ_BYTES, SYNC_BYTES = 1 << 16, 4 << 20
RESERVE_BYTES = 200_000_000  # disk space that a download leaves free
LONGEST_RETRY_AFTER_S = 600
SAID_FROM_S = 0.45  # what is shorter is over before it is read
LATER = (408, 425, 429, 500, 502, 503, 504)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file as the server's list promises it; `sha256` of its content, or `git_sha1` as git names a blob."""

    path: str
    size: int
    sha256: str = ""
    git_sha1: str = ""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a silent server is waited for, and how many times in a row one that gives nothing is asked again."""

    stall_s: float = 30.0
    tries: int = 8
    first_wait_s: float = 1.0
    longest_wait_s: float = 60.0
    slowest_bytes_per_s: int = 512


class ChangedOnServer(FetchError):
    """What the server sends is not what its list promised."""


class _AgainLater(Exception):
    """The server wants to be asked again, after so many seconds where it said so."""

    def __init__(self, why: str, after_s: float | None = None) -> None:
        super().__init__(why)
        self.after_s = after_s


class Throttle:
    """A limit in bytes a second that all threads keep together; 0 for none."""

    def __init__(self, bytes_per_s: int = 0) -> None:
        self.bytes_per_s = bytes_per_s
        self._lock, self._free_at = threading.Lock(), 0.0

    def take(self, count: int, stop: threading.Event) -> None:
        if self.bytes_per_s <= 0:
            return
        with self._lock:
            self._free_at = max(self._free_at, time.monotonic()) + count / self.bytes_per_s
            wait_s = self._free_at - time.monotonic()
        stop.wait(wait_s)


def new_client(proxy: str = "", patience: Patience | None = None) -> httpx2.Client:
    """A client that speaks HTTPS only, to this computer itself HTTP too; `proxy` is an http or socks5 address.

    Raises FetchError for another.
    """
    timeout = httpx2.Timeout(10.0, read=(patience or Patience()).stall_s)
    headers = {"User-Agent": f"t2v-desktop/{__version__}", "Accept-Encoding": "identity"}
    try:
        return httpx2.Client(proxy=proxy or None, timeout=timeout, headers=headers, follow_redirects=True, event_hooks={"request": [_only_https]})
    except (ValueError, httpx2.InvalidURL) as error:
        which = f"the proxy {proxy!r:.100}" if proxy else "the proxy in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY"
        raise FetchError(f"{which} is not an address: write http://host:port or socks5://host:port") from error


def _only_https(request: httpx2.Request) -> None:
    if request.url.scheme != "https" and request.url.host not in LOOPBACK:
        raise FetchError(f"{request.url.host or request.url} does not offer HTTPS: nothing is fetched in the clear")


@dataclass(slots=True)
class _Part:
    """The file so far: `synced` bytes of version `etag` are on the disk, all that was written is in `digest`."""

    path: Path
    remote: RemoteFile
    etag: str = ""
    synced: int = 0
    written: int = 0
    digest: Any = field(init=False)

    def __post_init__(self) -> None:
        self._read_note()
        self._begin_digest()
        if self.synced:
            with self.path.open("rb") as file:
                while block := file.read(SYNC_BYTES):
                    self.digest.update(block)

    def _read_note(self) -> None:
        """Take up what an earlier process left, cut back to what it knew to be safe."""
        try:
            note = json.loads(self._note.read_text("utf-8"))
            etag, synced = str(note["etag"]), int(note["synced"])
            if not 0 < synced <= min(self.path.stat().st_size, self.remote.size) or not etag:
                raise ValueError("nothing that could be gone on with")
            os.truncate(self.path, synced)
            self.etag, self.synced, self.written = etag, synced, synced
        except (OSError, ValueError, KeyError, TypeError):
            self.path.unlink(missing_ok=True)
            self._note.unlink(missing_ok=True)

    @property
    def _note(self) -> Path:
        return self.path.with_name(self.path.name + ".json")

    def _begin_digest(self) -> None:
        self.digest = hashlib.sha256() if self.remote.sha256 else hashlib.sha1(b"blob %d\0" % self.remote.size, usedforsecurity=False)

    def begin_anew(self, etag: str) -> None:
        self.path.write_bytes(b"")
        self._note.unlink(missing_ok=True)
        self.etag, self.synced, self.written = etag, 0, 0
        self._begin_digest()

    def write(self, file: Any, block: bytes) -> None:
        file.write(block)
        self.digest.update(block)
        self.written += len(block)
        if self.written - self.synced >= SYNC_BYTES:
            self.sync(file)

    def sync(self, file: Any) -> None:
        file.flush()
        os.fsync(file.fileno())
        self.synced = self.written
        if self.etag:
            paths.write_whole(self._note, json.dumps({"etag": self.etag, "synced": self.synced}).encode())

    def is_right(self) -> bool:
        promised = self.remote.sha256 or self.remote.git_sha1
        return self.written == self.remote.size and (not promised or self.digest.hexdigest() == promised)

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def finish(self, target: Path) -> None:
        self.path.replace(target)
        self._note.unlink(missing_ok=True)
        paths.sync_folder(target.parent)


@dataclass(slots=True)
class Download:
    """Fetches files; `gained` hears of bytes as they come, less than nothing where some had to be thrown away, `waits` why none do."""

    client: httpx2.Client
    stop: threading.Event
    gained: Callable[[int], None] = lambda _count: None
    waits: Callable[[str], None] = lambda _why: None
    token: str = ""
    throttle: Throttle = field(default_factory=Throttle)
    patience: Patience = field(default_factory=Patience)
    _sockets: set[socket.socket] = field(default_factory=set)

    def halt(self) -> None:
        """Stop every fetch at once, from another thread: a read that waits for a silent server is ended too."""
        self.stop.set()
        for connection in list(self._sockets):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def fetch(self, url: str, remote: RemoteFile, target: Path) -> None:
        """Bring `target` to hold what `remote` promises.

        Raises Cancelled once `stop` is set, ChangedOnServer, FetchError or OutputError; what has come is kept for the next time.
        """
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            part = _Part(target.with_name(target.name + ".part"), remote)
            self.gained(part.written)
            self._complete(url, part)
            part.finish(target)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise OutputError(f"the disk of {target.parent} is full: make room and go on; what has come is kept") from error
            raise OutputError(f"{target} cannot be written ({error.strerror or error})") from error

    def _complete(self, url: str, part: _Part) -> None:
        tries, furthest = 0, part.written
        while part.written < part.remote.size or not part.path.exists():
            try:
                self._ask(url, part)
            except (_AgainLater, httpx2.RequestError) as error:
                tries = 0 if part.written > furthest else tries + 1  # what was thrown away and comes again is no progress
                furthest = max(furthest, part.written)
                if tries >= self.patience.tries:
                    raise FetchError(f"{part.remote.path} cannot be fetched ({_said(error)}): try again later; what has come is kept") from error
                self.wait(tries, error.after_s if isinstance(error, _AgainLater) else None, f"{part.remote.path}: {_said(error)}")
        if not part.is_right():
            self.gained(-part.written)
            part.drop()
            raise ChangedOnServer(f"{part.remote.path} is not the file that the list promised")

    def wait(self, tries: int, after_s: float | None, why: str) -> None:
        """Before a server is asked once more: as long as it said, else the longer the oftener. Raises Cancelled once `stop` is set."""
        backoff_s = min(self.patience.first_wait_s * 2 ** max(tries - 1, 0), self.patience.longest_wait_s) * random.uniform(0.5, 1.0)
        wait_s = backoff_s if after_s is None else min(after_s, LONGEST_RETRY_AFTER_S)
        if wait_s >= SAID_FROM_S:
            self.waits(f"{why}. Trying again in {math.ceil(wait_s)} s ({max(tries, 1)} of {self.patience.tries - 1})")
        if self.stop.is_set() or self.stop.wait(wait_s):
            raise Cancelled("the download was stopped")

    def _ask(self, url: str, part: _Part) -> None:
        """One request for what is missing, read to its end."""
        if self.stop.is_set():
            raise Cancelled("the download was stopped")
        headers = {"Range": f"bytes={part.written}-", "If-Range": part.etag} if part.written and part.etag else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        with self.client.stream("GET", url, headers=headers, extensions={"trace": self._connected}) as response:
            self._accept(response, part)
            with part.path.open("ab") as file:
                try:
                    self._read(response, part, file)
                finally:
                    part.sync(file)

    def _connected(self, event: str, told: dict[str, Any]) -> None:
        """Note each connection as it is made, so that `halt` can end it before the server has said a word."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            connection = told["return_value"].get_extra_info("socket")
            self._sockets = {old for old in self._sockets if old.fileno() >= 0} | {connection}
            if self.stop.is_set():
                self.halt()

    def _accept(self, response: httpx2.Response, part: _Part) -> None:
        """Decide by the answer's head whether its body goes on where `part` ends, begins anew, or is refused."""
        status, etag, remote = response.status_code, response.headers.get("ETag", ""), part.remote
        if status in LATER:
            raise _AgainLater(f"the server answers {status}", retry_after_s(response))
        if status in (401, 403):
            raise FetchError(f"{remote.path} is gated: accept the model's terms on Hugging Face, then enter a token")
        if status == 206:
            found = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", response.headers.get("Content-Range", ""))
            if found and int(found[1]) == part.written and int(found[2]) == remote.size and (not etag or etag == part.etag):
                return
        if status == 206 or status == 416:
            self.gained(-part.written)
            part.begin_anew("")
            raise _AgainLater("the server sent another part than was asked for", 0)
        if status != 200:
            raise FetchError(f"{remote.path} cannot be fetched: the server answers {status}")
        length = response.headers.get("Content-Length", "")
        if length.isdigit() and int(length) != remote.size:
            raise ChangedOnServer(f"{remote.path} has {length} bytes on the server, {remote.size} were promised")
        self.gained(-part.written)
        part.begin_anew("" if etag.startswith("W/") else etag)  # a weak tag cannot promise the same bytes

    def _read(self, response: httpx2.Response, part: _Part, file: Any) -> None:
        window_began, window_bytes = time.monotonic(), 0
        for block in response.iter_raw():
            if self.stop.is_set():
                raise Cancelled("the download was stopped")
            if part.written + len(block) > part.remote.size:
                raise ChangedOnServer(f"{part.remote.path} is longer on the server than was promised")
            part.write(file, block)
            self.gained(len(block))
            self._check_room(part)
            self.throttle.take(len(block), self.stop)
            window_bytes += len(block)
            seconds = time.monotonic() - window_began
            if seconds >= self.patience.stall_s:
                if window_bytes < self.patience.slowest_bytes_per_s * seconds and not self.throttle.bytes_per_s:
                    raise _AgainLater("the server sends next to nothing", 0)
                window_began, window_bytes = time.monotonic(), 0
        if part.written < part.remote.size:
            raise _AgainLater("the connection ended early", 0)

    def _check_room(self, part: _Part) -> None:
        if part.synced == part.written and shutil.disk_usage(part.path.parent).free < RESERVE_BYTES:
            raise OutputError(f"the disk of {part.path.parent} is nearly full: make room and go on; what has come is kept")


def retry_after_s(response: httpx2.Response) -> float | None:
    """The seconds that a Retry-After header asks for, as a number or a date."""
    said = response.headers.get("Retry-After", "")
    if said.isdigit():
        return float(said)
    with suppress(ValueError, TypeError):
        return max((parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds(), 0.0)
    return None


def _said(error: Exception) -> str:
    """Why a request came to nothing, in words."""
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return "the server can't be reached"
    if isinstance(error, httpx2.TimeoutException):
        return "the server has stopped sending"
    return str(error) if isinstance(error, _AgainLater) else "the connection broke"
