"""A local fake of the Hugging Face Hub: API and file routes for a folder, with faults on demand."""

import hashlib
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

LFS_FROM_BYTES = 1_000_000
BLOCK = 1 << 16


class FakeHub(ThreadingHTTPServer):
    """Serves every file below `folder` as the repository `hub_id`.

    Each request for a file takes the next of `faults`: ("cut", after_bytes), ("reset", after_bytes),
    ("stall", after_bytes), ("trickle",), ("silent",) before responding, ("status", code, retry_after), ("shifted",) for a range that starts at the wrong byte,
    ("change", {path: bytes}) to change files. `sent` counts the bytes of files, `asked` lists the requests.
    """

    daemon_threads = True
    hub_id = "someone/some-model"

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder, self.faults, self.sent = folder, deque[tuple[Any, ...]](), 0
        self.faults_of: dict[str, deque[tuple[Any, ...]]] = {}  # for requests of one file, by its path
        self.list_faults = deque[tuple[int, int]]()  # status and Retry-After instead of the listing
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.gated, self.token, self.moved_to = False, "", ""
        self.bytes_per_s = 0
        self.lock, self.ended = threading.Lock(), threading.Event()
        self._hashes: dict[tuple[Path, int], str] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def commit(self) -> str:
        return hashlib.sha1("".join(self.etag(p) for p in self.paths()).encode()).hexdigest()

    def paths(self) -> list[Path]:
        return sorted(p for p in self.folder.rglob("*") if p.is_file())

    def sha256(self, path: Path) -> str:
        key = (path, path.stat().st_mtime_ns)
        if key not in self._hashes:
            self._hashes[key] = hashlib.sha256(path.read_bytes()).hexdigest()
        return self._hashes[key]

    def etag(self, path: Path) -> str:
        return f'"{self.sha256(path)}"'

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that disconnect: the tests do that on purpose."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FakeHub

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = unquote(urlparse(self.path).path)
        hub = self.server
        with hub.lock:
            hub.asked.append((path, dict(self.headers)))
        if path.startswith(f"/api/models/{hub.hub_id}/revision/"):
            if hub.list_faults:
                code, after_s = hub.list_faults.popleft()
                return self.send_status(code, "", [("Retry-After", str(after_s))])
            return self.send_list()
        before = f"/{hub.hub_id}/resolve/"
        file = hub.folder / path.removeprefix(before).partition("/")[2]
        if not path.startswith(before) or not file.is_file():
            return self.send_status(404, "")
        if hub.token and not hub.moved_to and self.headers.get("Authorization") not in (f"Bearer {hub.token}",):
            return self.send_status(401, "", [("X-Error-Code", "GatedRepo")])
        if hub.moved_to:
            return self.send_status(302, "", [("Location", hub.moved_to + self.path)])
        with hub.lock:
            faults = hub.faults_of.get(file.relative_to(hub.folder).as_posix()) or hub.faults
            fault = faults.popleft() if faults else ()
        self.send_file(file, fault)

    def send_list(self) -> None:
        hub, siblings = self.server, []
        for path in hub.paths():
            content = path.read_bytes()
            entry: dict[str, Any] = {"rfilename": path.relative_to(hub.folder).as_posix(), "size": len(content)}
            entry["blobId"] = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            if len(content) >= LFS_FROM_BYTES:
                entry["lfs"] = {"sha256": hub.sha256(path), "size": len(content), "pointerSize": 134}
            siblings.append(entry)
        info = {"id": hub.hub_id, "sha": hub.commit, "siblings": siblings, "gated": hub.gated, "cardData": {"license": "cc-by-nc-4.0"}}
        self.send_status(200, json.dumps(info), [("Content-Type", "application/json")])

    def send_status(self, code: int, body: str, headers: list[tuple[str, str]] | None = None) -> None:
        self.send_response(code)
        for name, value in headers or []:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def send_file(self, file: Path, fault: tuple[Any, ...]) -> None:
        kind = fault[0] if fault else ""
        if kind == "silent":
            self.server.ended.wait(60)
        if kind == "status":
            return self.send_status(fault[1], "", [("Retry-After", str(fault[2]))] if fault[2] is not None else [])
        if kind == "change":
            for name, content in fault[1].items():
                (self.server.folder / name).write_bytes(content)
        content, etag = file.read_bytes(), self.server.etag(file)
        start = 0
        if (asked := self.headers.get("Range", "")).startswith("bytes=") and self.headers.get("If-Range") in (None, etag):
            start = int(asked.removeprefix("bytes=").partition("-")[0]) + (1 if kind == "shifted" else 0)
        self.send_response(206 if start else 200)
        self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(content) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        self.send_blocks(content[start:], kind, fault[1] if kind in ("cut", "reset", "stall") else len(content))

    def send_blocks(self, content: bytes, kind: str, until: int) -> None:
        for at in range(0, min(len(content), until), BLOCK):
            block = content[at : min(at + BLOCK, until)]
            self.wfile.write(block)
            with self.server.lock:
                self.server.sent += len(block)
            if self.server.bytes_per_s:
                time.sleep(len(block) / self.server.bytes_per_s)
            if kind == "trickle":
                self.server.ended.wait(0.5)
        if kind == "stall":
            self.server.ended.wait(60)
        if kind == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        if until < len(content):
            self.close_connection = True


@contextmanager
def serving(folder: Path) -> Iterator[FakeHub]:
    hub = FakeHub(folder)
    thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.ended.set()
        hub.shutdown()
        hub.server_close()
