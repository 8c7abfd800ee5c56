import re
import subprocess
import sys
import threading
import time

import pytest

from t2v_desktop.children import Tail


def child(code: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", f"import sys, time\n{code}"], stderr=subprocess.PIPE)


def test_the_last_line_of_an_ended_process_is_kept_and_its_pipe_closed() -> None:
    process = child("sys.stderr.write('first\\nlast line\\n\\n')")
    pipe = process.stderr
    assert Tail(process).last_line() == "last line"
    assert process.wait() == 0 and pipe is not None and pipe.closed


def test_a_child_that_writes_more_than_a_pipe_holds_ends_and_only_the_tail_is_kept() -> None:
    process = child("sys.stderr.write('x' * 5_000_000 + 'end')")
    tail = Tail(process, most_bytes=1000)
    assert process.wait(20) == 0
    assert len(tail.text()) == 1000 and tail.text().endswith("xend")


def test_find_waits_for_a_match_or_the_end_of_the_stream() -> None:
    process = child("time.sleep(0.2); sys.stderr.write('size 3x4'); sys.stderr.flush(); time.sleep(60)")
    tail = Tail(process)
    found = tail.find(re.compile(r"(\d+)x(\d+)"), wait_s=20)
    assert found is not None and found.groups() == ("3", "4")
    threading.Timer(0.2, process.kill).start()
    began = time.monotonic()
    assert tail.find(re.compile("never"), wait_s=20) is None and time.monotonic() - began < 10
    process.wait()


def test_the_pipe_is_closed_if_no_thread_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    process = child("pass")
    pipe = process.stderr
    with monkeypatch.context() as without:
        without.setattr(threading.Thread, "start", none_left)
        with pytest.raises(OSError, match="unavailable"):
            Tail(process)
    assert process.wait() in (0, 1) and pipe is not None and pipe.closed
