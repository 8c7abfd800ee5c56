import os
import pickle
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from t2v_desktop.models.get.confine import kernel_sandbox_available

ROOT = Path(__file__).parents[3]
needs_kernel = pytest.mark.skipif(not kernel_sandbox_available(), reason="this system's kernel can't enforce the sandbox")

# a process that enters the sandbox and then unpickles a file, stopped only by the kernel
CONFINED = """
import os, sys, pickle
from pathlib import Path
from t2v_desktop.models.get.confine import confine
if "free" not in sys.argv:
    enforced_by = confine([Path(sys.argv[1])], lambda event: None if "audit off" in sys.argv else os._exit(3))
    assert "seccomp" in enforced_by or "audit off" not in sys.argv, enforced_by
try:
    pickle.loads(Path(sys.argv[1]).read_bytes())
except BaseException as error:
    print(type(error).__name__, error)
else:
    print("done")
"""


class Payload:
    """Code that unpickling runs."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, (self.code,)


PAYLOADS = {
    "fork_exec, which raises no audit event": "import subprocess, sys; sys.audit = lambda *_: None; subprocess.run(['/bin/touch', MARK], check=True)",
    "a program": "import os; os.execv('/bin/touch', ['touch', MARK])",
    "a fork": "import os; os.fork() or open(MARK, 'w')",
    "a fork by the C library": "import ctypes; ctypes.CDLL(None).system(b'touch ' + MARK) and 1/0; open(MARK, 'w') if False else None",
    "a database": "import sqlite3; sqlite3.connect(MARK).execute('create table t (x)').connection.commit()",
    "a file": "open(MARK, 'w').write('x')",
    "a file by the C library": "import ctypes; ctypes.CDLL(None).fopen(MARK, b'w') or 1/0",
    "a folder": "import os; os.mkdir(MARK)",
    "a hard link": "import os; os.link(SECRET, MARK)",
    "deleting a file": "import os; os.remove(SECRET)",
    "a connection": "import socket; socket.create_connection(('127.0.0.1', PORT)).sendall(b'x')",
    "a socket": "import socket; socket.socket(socket.AF_UNIX)",
    "a signal to its parent": "import os; os.kill(os.getppid(), 0)",
    "a secret": "open(SECRET).read()",
    "a secret by the C library": "import ctypes; ctypes.CDLL(None).fopen(SECRET, b'r') or 1/0",
    "listing a home": "import os; os.listdir(os.path.dirname(SECRET))",
}


def run(payload: str, tmp_path: Path, *options: str) -> tuple[subprocess.CompletedProcess[str], Path, Path]:
    secret, mark, file = tmp_path / "home/.ssh/id_ed25519", tmp_path / "mark", tmp_path / "evil.pth"
    secret.parent.mkdir(parents=True)
    secret.write_text("PRIVATE KEY")
    with socket.create_server(("127.0.0.1", 0)) as server:
        payload = f"MARK, SECRET, PORT = {os.fsencode(mark)!r}, {os.fsencode(secret)!r}, {server.getsockname()[1]}; {payload}"
        file.write_bytes(pickle.dumps(Payload(payload)))
        environment = {**os.environ, "HOME": str(tmp_path / "home")}
        done = subprocess.run(
            [sys.executable, "-P", "-c", CONFINED, str(file), *options], capture_output=True, text=True, cwd=ROOT, env=environment, check=False
        )
    return done, mark, secret


@needs_kernel
@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_kernel_stops_a_malicious_pickle(payload: str, tmp_path: Path) -> None:
    done, mark, secret = run(PAYLOADS[payload], tmp_path, "audit off")
    assert done.returncode == 0, done.stderr
    assert "done" not in done.stdout, done.stdout
    assert not mark.exists() and secret.read_text() == "PRIVATE KEY"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_each_payload_runs_without_the_sandbox(payload: str, tmp_path: Path) -> None:
    done, mark, _ = run(PAYLOADS[payload], tmp_path, "free")
    assert "done" in done.stdout or mark.exists(), done.stdout + done.stderr


@pytest.mark.parametrize("payload", ["a program", "a fork", "a database", "a file", "a connection", "a secret"])
def test_python_code_is_stopped_on_every_system(payload: str, tmp_path: Path) -> None:
    done, mark, _ = run(PAYLOADS[payload], tmp_path)
    assert (done.returncode == 3 or not kernel_sandbox_available()) and not mark.exists()
