import os
import pickle
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from t2v_desktop.models.get.confine import holds

ROOT = Path(__file__).parents[3]
needs_kernel = pytest.mark.skipif(not holds(), reason="this system's kernel holds no sandbox")

# a process that confines itself and then does what a pickle says, with nothing between but the kernel
CONFINED = """
import os, sys, pickle
from pathlib import Path
from t2v_desktop.models.get.confine import confine
if "free" not in sys.argv:
    held = confine([Path(sys.argv[1])], lambda event: None if "audit off" in sys.argv else os._exit(3))
    assert "seccomp" in held or "audit off" not in sys.argv, held
try:
    pickle.loads(Path(sys.argv[1]).read_bytes())
except BaseException as error:
    print(type(error).__name__, error)
else:
    print("done")
"""


class Order:
    """A call, and what it is called with, that unpickling carries out."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, (self.code,)


ORDERS = {
    "fork_exec, of which Python tells nobody": "import subprocess, sys; sys.audit = lambda *_: None; subprocess.run(['/bin/touch', MARK], check=True)",
    "a program": "import os; os.execv('/bin/touch', ['touch', MARK])",
    "a fork": "import os; os.fork() or open(MARK, 'w')",
    "a fork by the C library": "import ctypes; ctypes.CDLL(None).system(b'touch ' + MARK) and 1/0; open(MARK, 'w') if False else None",
    "a database": "import sqlite3; sqlite3.connect(MARK).execute('create table t (x)').connection.commit()",
    "a file": "open(MARK, 'w').write('x')",
    "a file by the C library": "import ctypes; ctypes.CDLL(None).fopen(MARK, b'w') or 1/0",
    "a folder": "import os; os.mkdir(MARK)",
    "another name": "import os; os.link(SECRET, MARK)",
    "removing": "import os; os.remove(SECRET)",
    "a connection": "import socket; socket.create_connection(('127.0.0.1', PORT)).sendall(b'x')",
    "a socket": "import socket; socket.socket(socket.AF_UNIX)",
    "a signal to its parent": "import os; os.kill(os.getppid(), 0)",
    "a secret": "open(SECRET).read()",
    "a secret by the C library": "import ctypes; ctypes.CDLL(None).fopen(SECRET, b'r') or 1/0",
    "the list of a home": "import os; os.listdir(os.path.dirname(SECRET))",
}


def run(order: str, tmp_path: Path, *options: str) -> tuple[subprocess.CompletedProcess[str], Path, Path]:
    secret, mark, file = tmp_path / "home/.ssh/id_ed25519", tmp_path / "mark", tmp_path / "evil.pth"
    secret.parent.mkdir(parents=True)
    secret.write_text("PRIVATE KEY")
    with socket.create_server(("127.0.0.1", 0)) as server:
        order = f"MARK, SECRET, PORT = {os.fsencode(mark)!r}, {os.fsencode(secret)!r}, {server.getsockname()[1]}; {order}"
        file.write_bytes(pickle.dumps(Order(order)))
        environment = {**os.environ, "HOME": str(tmp_path / "home")}
        done = subprocess.run(
            [sys.executable, "-P", "-c", CONFINED, str(file), *options], capture_output=True, text=True, cwd=ROOT, env=environment, check=False
        )
    return done, mark, secret


@needs_kernel
@pytest.mark.parametrize("order", ORDERS)
def test_a_hostile_pickle_is_stopped_by_the_kernel(order: str, tmp_path: Path) -> None:
    done, mark, secret = run(ORDERS[order], tmp_path, "audit off")
    assert done.returncode == 0, done.stderr
    assert "done" not in done.stdout, done.stdout
    assert not mark.exists() and secret.read_text() == "PRIVATE KEY"


@pytest.mark.parametrize("order", ORDERS)
def test_each_order_is_carried_out_where_nothing_stops_it(order: str, tmp_path: Path) -> None:
    done, mark, _ = run(ORDERS[order], tmp_path, "free")
    assert "done" in done.stdout or mark.exists(), done.stdout + done.stderr


@pytest.mark.parametrize("order", ["a program", "a fork", "a database", "a file", "a connection", "a secret"])
def test_python_code_ends_with_what_it_tried_wherever_it_runs(order: str, tmp_path: Path) -> None:
    done, mark, _ = run(ORDERS[order], tmp_path)
    assert (done.returncode == 3 or not holds()) and not mark.exists()
