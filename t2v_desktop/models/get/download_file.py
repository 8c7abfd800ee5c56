"""Downloads one file: resumes after interruptions, never mixes two versions, verifies the hash.

`FILE.part.json` records how much of `FILE.part` is synced to disk, and the ETag of that version.
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
RESERVE_BYTES = 200_000_000  # free disk space that a download never uses up
MAX_RETRY_AFTER_S = 600
MIN_REPORTED_WAIT_S = 0.45  # shorter waits end before anyone could read the message
RETRY_STATUSES = (408, 425, 429, 500, 502, 503, 504)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file in a repository listing. Has the `sha256` of its content or the `git_sha1` of its git blob."""

    path: str
    size: int
    sha256: str = ""
    git_sha1: str = ""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How long to wait for a silent server, and how many attempts in a row may make no progress."""

    stall_timeout_s: float = 30.0
    attempts: int = 8
    first_wait_s: float = 1.0
    max_wait_s: float = 60.0
    min_bytes_per_s: int = 512


class ChangedOnServer(FetchError):
    """The server sent something other than the file in its listing."""


class _TryAgain(Exception):
    """The request may be retried, after `after_s` seconds if the server named a time."""

    def __init__(self, message: str, after_s: float | None = None) -> None:
        super().__init__(message)
        self.after_s = after_s


class Throttle:
    """A speed limit in bytes per second, shared by all threads; 0 means unlimited."""

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


def new_client(proxy: str = "", retry: RetryPolicy | None = None) -> httpx2.Client:
    """An HTTPS client; plain HTTP is allowed only to this computer. `proxy` is an http or socks5 URL.

    Raises FetchError if the proxy's URL is invalid.
    """
    timeout = httpx2.Timeout(10.0, read=(retry or RetryPolicy()).stall_timeout_s)
    headers = {"User-Agent": f"t2v-desktop/{__version__}", "Accept-Encoding": "identity"}
    try:
        return httpx2.Client(proxy=proxy or None, timeout=timeout, headers=headers, follow_redirects=True, event_hooks={"request": [_only_https]})
    except (ValueError, httpx2.InvalidURL) as error:
        which = f"the proxy {proxy!r:.100}" if proxy else "the proxy in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY"
        raise FetchError(f"{which} is not a valid address: use http://host:port or socks5://host:port") from error


def _only_https(request: httpx2.Request) -> None:
    if request.url.scheme != "https" and request.url.host not in LOOPBACK:
        raise FetchError(f"{request.url.host or request.url} does not offer HTTPS: plain HTTP is refused")


@dataclass(slots=True)
class _PartialFile:
    """The file so far: `synced` bytes of version `etag` are safe on disk; `digest` covers all `written` bytes."""

    path: Path
    remote: RemoteFile
    etag: str = ""
    synced: int = 0
    written: int = 0
    digest: Any = field(init=False)

    def __post_init__(self) -> None:
        self._load_state()
        self._reset_digest()
        if self.synced:
            with self.path.open("rb") as file:
                while block := file.read(SYNC_BYTES):
                    self.digest.update(block)

    def _load_state(self) -> None:
        """Resume an earlier process's partial file, truncated to what was synced. Deletes it if it can't be resumed."""
        try:
            state = json.loads(self._state_file.read_text("utf-8"))
            etag, synced = str(state["etag"]), int(state["synced"])
            if not 0 < synced <= min(self.path.stat().st_size, self.remote.size) or not etag:
                raise ValueError("not resumable")
            os.truncate(self.path, synced)
            self.etag, self.synced, self.written = etag, synced, synced
        except (OSError, ValueError, KeyError, TypeError):
            self.path.unlink(missing_ok=True)
            self._state_file.unlink(missing_ok=True)

    @property
    def _state_file(self) -> Path:
        return self.path.with_name(self.path.name + ".json")

    def _reset_digest(self) -> None:
        self.digest = hashlib.sha256() if self.remote.sha256 else hashlib.sha1(b"blob %d\0" % self.remote.size, usedforsecurity=False)

    def restart(self, etag: str) -> None:
        self.path.write_bytes(b"")
        self._state_file.unlink(missing_ok=True)
        self.etag, self.synced, self.written = etag, 0, 0
        self._reset_digest()

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
            paths.write_whole(self._state_file, json.dumps({"etag": self.etag, "synced": self.synced}).encode())

    def is_valid(self) -> bool:
        expected = self.remote.sha256 or self.remote.git_sha1
        return self.written == self.remote.size and (not expected or self.digest.hexdigest() == expected)

    def delete(self) -> None:
        self.path.unlink(missing_ok=True)
        self._state_file.unlink(missing_ok=True)

    def finish(self, target: Path) -> None:
        self.path.replace(target)
        self._state_file.unlink(missing_ok=True)
        paths.sync_folder(target.parent)


@dataclass(slots=True)
class Downloader:
    """Downloads files.

    `on_bytes` is called with the bytes received, negative if some had to be discarded; `on_wait` with the reason for a pause.
    """

    client: httpx2.Client
    stop: threading.Event
    on_bytes: Callable[[int], None] = lambda _count: None
    on_wait: Callable[[str], None] = lambda _reason: None
    token: str = ""
    throttle: Throttle = field(default_factory=Throttle)
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    _sockets: set[socket.socket] = field(default_factory=set)

    def cancel(self) -> None:
        """Stop all downloads at once, from another thread, even while they wait for a silent server."""
        self.stop.set()
        for connection in list(self._sockets):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def download(self, url: str, remote: RemoteFile, target: Path) -> None:
        """Download `remote` to `target`, resuming a partial file.

        Raises Cancelled once `stop` is set, ChangedOnServer, FetchError or OutputError. The partial file is kept for the next time.
        """
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            part = _PartialFile(target.with_name(target.name + ".part"), remote)
            self.on_bytes(part.written)
            self._receive(url, part)
            part.finish(target)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise OutputError(f"{paths.disk_full(target.parent)}; downloaded data is kept") from error
            raise OutputError(f"{target} can't be written ({error.strerror or error})") from error

    def _receive(self, url: str, part: _PartialFile) -> None:
        failures, furthest = 0, part.written
        while part.written < part.remote.size or not part.path.exists():
            try:
                self._request(url, part)
            except (_TryAgain, httpx2.RequestError) as error:
                failures = 0 if part.written > furthest else failures + 1  # receiving discarded bytes again is not progress
                furthest = max(furthest, part.written)
                if failures >= self.retry.attempts:
                    raise FetchError(f"{part.remote.path} can't be downloaded ({_reason(error)}): try again later; downloaded data is kept") from error
                self.wait(failures, error.after_s if isinstance(error, _TryAgain) else None, f"{part.remote.path}: {_reason(error)}")
        if not part.is_valid():
            self.on_bytes(-part.written)
            part.delete()
            raise ChangedOnServer(f"{part.remote.path} doesn't match the hash in its listing: try again later")

    def wait(self, failures: int, after_s: float | None, reason: str) -> None:
        """Wait before the next attempt: `after_s` seconds if given, otherwise with exponential backoff. Raises Cancelled once `stop` is set."""
        backoff_s = min(self.retry.first_wait_s * 2 ** max(failures - 1, 0), self.retry.max_wait_s) * random.uniform(0.5, 1.0)
        wait_s = backoff_s if after_s is None else min(after_s, MAX_RETRY_AFTER_S)
        if wait_s >= MIN_REPORTED_WAIT_S:
            self.on_wait(f"{reason}. Trying again in {math.ceil(wait_s)} s ({max(failures, 1)} of {self.retry.attempts - 1})")
        if self.stop.is_set() or self.stop.wait(wait_s):
            raise Cancelled("the download was cancelled")

    def _request(self, url: str, part: _PartialFile) -> None:
        """Request the missing bytes once, and read the response to its end."""
        if self.stop.is_set():
            raise Cancelled("the download was cancelled")
        headers = {"Range": f"bytes={part.written}-", "If-Range": part.etag} if part.written and part.etag else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        with self.client.stream("GET", url, headers=headers, extensions={"trace": self._track_connection}) as response:
            self._check_response(response, part)
            with part.path.open("ab") as file:
                try:
                    self._read(response, part, file)
                finally:
                    part.sync(file)

    def _track_connection(self, event: str, info: dict[str, Any]) -> None:
        """Remember each new connection, so that `cancel` can close it even before the server responds."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            connection = info["return_value"].get_extra_info("socket")
            self._sockets = {old for old in self._sockets if old.fileno() >= 0} | {connection}
            if self.stop.is_set():
                self.cancel()

    def _check_response(self, response: httpx2.Response, part: _PartialFile) -> None:
        """Decide from the headers whether the body continues `part`, restarts it, or is rejected."""
        status, etag, remote = response.status_code, response.headers.get("ETag", ""), part.remote
        if status in RETRY_STATUSES:
            raise _TryAgain(f"the server returned status {status}", retry_after_s(response))
        if status in (401, 403):
            raise FetchError(f"{remote.path} is gated: accept the model's terms on Hugging Face, then enter a token")
        if status == 206:
            found = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", response.headers.get("Content-Range", ""))
            if found and int(found[1]) == part.written and int(found[2]) == remote.size and (not etag or etag == part.etag):
                return
        if status == 206 or status == 416:
            self.on_bytes(-part.written)
            part.restart("")
            raise _TryAgain("the server sent the wrong range of bytes", 0)
        if status != 200:
            raise FetchError(f"{remote.path} can't be downloaded: the server returned status {status}")
        length = response.headers.get("Content-Length", "")
        if length.isdigit() and int(length) != remote.size:
            raise ChangedOnServer(f"{remote.path} has {length} bytes on the server, but its listing says {remote.size}: try again later")
        self.on_bytes(-part.written)
        part.restart("" if etag.startswith("W/") else etag)  # a weak ETag doesn't guarantee identical bytes

    def _read(self, response: httpx2.Response, part: _PartialFile, file: Any) -> None:
        window_start, window_bytes = time.monotonic(), 0
        for block in response.iter_raw():
            if self.stop.is_set():
                raise Cancelled("the download was cancelled")
            if part.written + len(block) > part.remote.size:
                raise ChangedOnServer(f"{part.remote.path} is longer than the {part.remote.size} bytes in its listing: try again later")
            part.write(file, block)
            self.on_bytes(len(block))
            self._check_disk_space(part)
            self.throttle.take(len(block), self.stop)
            window_bytes += len(block)
            seconds = time.monotonic() - window_start
            if seconds >= self.retry.stall_timeout_s:
                if window_bytes < self.retry.min_bytes_per_s * seconds and not self.throttle.bytes_per_s:
                    raise _TryAgain("the server is too slow", 0)
                window_start, window_bytes = time.monotonic(), 0
        if part.written < part.remote.size:
            raise _TryAgain("the connection closed early", 0)

    def _check_disk_space(self, part: _PartialFile) -> None:
        if part.synced == part.written and shutil.disk_usage(part.path.parent).free < RESERVE_BYTES:
            reserve = f"less than {RESERVE_BYTES / 1e6:.0f} MB"
            raise OutputError(f"disk almost full: {part.path.parent} has {reserve} free. Free some space, then resume; downloaded data is kept")


def retry_after_s(response: httpx2.Response) -> float | None:
    """The seconds in a Retry-After header, which holds a number or a date; None if there is none."""
    value = response.headers.get("Retry-After", "")
    if value.isdigit():
        return float(value)
    with suppress(ValueError, TypeError):
        return max((parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds(), 0.0)
    return None


def _reason(error: Exception) -> str:
    """Why a request failed, as the user reads it."""
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return "the server can't be reached"
    if isinstance(error, httpx2.TimeoutException):
        return "the server stopped responding"
    return str(error) if isinstance(error, _TryAgain) else "the connection was lost"
