"""The report of `doctor`: complete, without what must stay private, and never over a file that is there."""

from pathlib import Path

import pytest

from t2v_desktop import paths, settings
from t2v_desktop.cli.doctor import Finding
from t2v_desktop.cli.main import main
from t2v_desktop.cli.report import write_report
from t2v_desktop.errors import OutputError
from t2v_desktop.logs import end_of, log_files
from t2v_desktop.settings import Settings

FINDINGS = [Finding("memory", False, "0.5 of 4 GiB free", "close other programs")]


def test_the_report_has_checks_settings_models_and_logs_but_nothing_private(tmp_path: Path) -> None:
    settings.save(Settings(proxy="http://me:secret@proxy:80", hub="https://mirror", clips_folder=str(Path.home() / "clips")))
    log_files()["engine"].parent.mkdir(parents=True, exist_ok=True)
    log_files()["engine"].write_text(f"Traceback in {Path.home()}/x.py\nasked with hf_AbCdEf0123456789\n", "utf-8")
    write_report(FINDINGS, tmp_path / "report.txt", overwrite=False)
    report = (tmp_path / "report.txt").read_text("utf-8")
    for part in ("BAD  memory", "-> close other programs", '"hub": "https://mirror"', "starter: built in", "Traceback in ~/x.py", "hf_...", '"~/clips"'):
        assert part in report
    for private in ("secret", "hf_AbC", str(Path.home())):
        assert private not in report


def test_a_report_never_replaces_a_file_unasked(tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="exists: choose another name"):
        write_report(FINDINGS, file, overwrite=False)
    assert file.read_text("utf-8") == "mine"
    write_report(FINDINGS, file, overwrite=True)
    assert "BAD  memory" in file.read_text("utf-8")
    with pytest.raises(OutputError, match="can't be written"):
        write_report(FINDINGS, file / "below" / "a.txt", overwrite=False)


def test_doctor_writes_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--report", str(tmp_path / "r.txt")]) == 0
    assert f"report saved: {tmp_path / 'r.txt'}" in capsys.readouterr().err
    assert "ok   ffmpeg" in (tmp_path / "r.txt").read_text("utf-8")


def test_of_a_long_log_the_end_is_shown_from_the_start_of_a_line(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    file.write_bytes(b"".join(b"line %d \xff\n" % number for number in range(1000)))
    end = end_of(file, 100)
    assert end.startswith("line 9") and end.endswith("line 999 \ufffd\n") and len(end) < 110
    assert end_of(file, 10**6).startswith("line 0 ")
    assert end_of(paths.data() / "missing.log", 100) == ""
