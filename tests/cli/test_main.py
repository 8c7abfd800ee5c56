import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from t2v_desktop import settings
from t2v_desktop.cli.main import main
from t2v_desktop.cli.outputs import Outputs, poster_beside
from t2v_desktop.events import Start
from t2v_desktop.library import styles
from t2v_desktop.media.ffmpeg import ffmpeg
from t2v_desktop.media.metadata import read_request
from t2v_desktop.media.names import slug
from t2v_desktop.media.write import save_picture
from t2v_desktop.models.words import Style
from t2v_desktop.planning import presets
from t2v_desktop.planning.presets import OwnPreset
from t2v_desktop.prompt import wildcards
from t2v_desktop.request import Request
from tests.media.made_clips import COUNT, make_clip

SMALL = ["--steps", "2", "--frames", "3"]


def render(model: Path, *more: str) -> int:
    return main(["render", *more, "--model", str(model), *SMALL])


def test_render_ends_with_done_and_stores_the_request_in_the_file(tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.mp4"
    assert render(tiny_model, "a red circle", "-o", str(out), "--seed", "5", "--fps", "4", "--negative", "text", "--json") == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [e["event"] for e in events if e["event"] not in ("loading", "denoising", "decoding")] == ["encoding", "writing", "done"]
    done = events[-1]
    assert {k: done[k] for k in ("path", "seed", "num_frames", "width", "height", "fps")} == {
        "path": str(out), "seed": 5, "num_frames": 3, "width": 16, "height": 16, "fps": 4,
    }  # fmt: skip
    assert set(done["seconds"]) == {"load", "text", "denoise", "decode", "write"}
    assert main(["show", str(out)]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["model"] == tiny_model.name  # its name, not its path
    assert shown["prompt"] == "a red circle" and shown["negative_prompt"] == "text" and shown["seed"] == 5


def test_show_prints_guided_steps_and_cached_layers_only_if_they_were_chosen(
    tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    plain, chosen = str(tmp_path / "plain.gif"), str(tmp_path / "chosen.gif")
    assert render(tiny_model, "a cat", "-o", plain, "--guidance-range", "0-100", "--cache-interval", "1") == 0
    assert render(tiny_model, "a cat", "-o", chosen, "--guidance-range", "12.5-60", "--cache-interval", "2") == 0
    capsys.readouterr()
    settings_of = {}
    for file in (plain, chosen):
        assert main(["show", file]) == 0
        shown = json.loads(capsys.readouterr().out)
        settings_of[file] = {name: shown[name] for name in ("guidance_start", "guidance_end", "cache_interval") if name in shown}
    assert settings_of == {plain: {}, chosen: {"guidance_start": 0.125, "guidance_end": 0.6, "cache_interval": 2}}


def test_a_flow_shift_is_stored_and_refused_by_a_model_without_one(
    tiny_wan: Path, tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    out = str(tmp_path / "out.gif")
    assert main(["render", "a cat", "--model", str(tiny_wan), "-o", out, "--flow-shift", "5", "--steps", "2", "--frames", "5", "--size", "32x32"]) == 0
    capsys.readouterr()
    assert main(["show", out]) == 0
    assert json.loads(capsys.readouterr().out)["flow_shift"] == 5.0
    assert render(tiny_model, "a cat", "-o", out, "--overwrite", "--flow-shift", "5") == 2
    assert capsys.readouterr().err == "t2v-desktop: a flow shift of 5 isn't supported by tiny: use 0\n"


@pytest.mark.parametrize(("options", "words"), [
    (["--frames", "80"], "80 frames aren't supported by tiny-wan: use 81"),
    (["--size", "832x488"], "height 488 isn't supported by tiny-wan: use a multiple of 16, such as 480"),
    (["--size", "100x96"], "width 100 is not supported: use a multiple of 8 from 8 to 2048, such as 96"),
    (["--scheduler", "ays"], "scheduler ays isn't supported by tiny-wan: use unipc, dpmpp_2m, euler"),
])  # fmt: skip
def test_what_a_wan_model_does_not_make_is_refused_with_what_it_does(
    options: list[str], words: str, tiny_wan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["render", "a cat", "--model", str(tiny_wan), *options]) == 2
    assert capsys.readouterr().err == f"t2v-desktop: {words}\n"


def test_a_prompts_file_renders_a_folder_of_videos_with_one_model_load(tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "prompts.txt").write_text("a red circle\n\nein Bär / 熊\n", "utf-8")
    assert render(tiny_model, "--prompts", str(tmp_path / "prompts.txt"), "-o", str(tmp_path / "clips"), "--json") == 0
    assert sorted(p.name for p in (tmp_path / "clips").iterdir()) == ["0001-a-red-circle.mp4", "0002-ein-b-r.mp4"]
    loads = [line for line in capsys.readouterr().out.splitlines() if '"ready"' in line]
    assert len(loads) == 1


def test_a_second_pass_takes_missing_options_from_the_clip(tiny_model: Path, tmp_path: Path) -> None:
    first, second, third = (str(tmp_path / name) for name in ("first.mp4", "second.mp4", "third.webm"))
    model = ["--model", str(tiny_model), "--steps", "4"]
    assert main(["render", "a red circle", "-o", first, "--size", "32x8", "--frames", "5", "--fps", "4", "--seed", "9", "--negative", "text", *model]) == 0
    assert main(["render", "--from", first, "-o", second, *model]) == 0
    made = read_request(Path(second))
    assert (made.prompt, made.negative_prompt, made.num_frames, made.fps, made.seed, made.strength) == ("a red circle", "text", 5, 4, 9, 0.7)
    assert (made.width, made.height) == (32, 8), "the shape of the clip, about the model's own size"
    assert main(["render", "a cat", "--from", first, "-o", third, "--strength", "0.25", "--frames", "2", "--seed", "1", *model]) == 0
    made = read_request(Path(third))
    assert (made.prompt, made.negative_prompt, made.num_frames, made.seed, made.strength, made.steps_taken) == ("a cat", "", 2, 1, 0.25, 1)


def test_a_second_pass_never_overwrites_its_source(tiny_model: Path, tmp_path: Path) -> None:
    model = ["--model", str(tiny_model), "--steps", "2"]
    assert main(["render", "a cat", "--size", "16x16", "--frames", "2", "--seed", "7", *model]) == 0
    (first,) = settings.load().clips.glob("*.mp4")
    before = first.read_bytes()
    assert main(["render", "--from", str(first), *model]) == 0
    assert first.read_bytes() == before and len([*settings.load().clips.glob("*.mp4")]) == 2
    assert main(["render", "--from", str(first), "-o", str(first), *model]) == 2 and first.read_bytes() == before


def test_a_second_pass_over_a_foreign_video(tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    foreign, ours = tmp_path / "phone.mp4", make_clip(tmp_path / "a.mp4")
    subprocess.run([ffmpeg(), "-v", "error", "-i", str(ours.path), "-map_metadata", "-1", "-c", "copy", str(foreign)], check=True)
    assert main(["render", "--from", str(foreign), "--model", str(tiny_model)]) == 2
    assert "phone.mp4 has no prompt stored in it: enter one" in capsys.readouterr().err
    assert main(["render", "a cat", "--from", str(foreign), "-o", str(tmp_path / "b.mp4"), "--model", str(tiny_model), "--steps", "2"]) == 0
    assert read_request(tmp_path / "b.mp4").num_frames == COUNT


def test_count_uses_consecutive_seeds(tiny_model: Path, tmp_path: Path) -> None:
    assert render(tiny_model, "a cat", "-o", str(tmp_path / "cat.gif"), "--count", "2", "--seed", "3", "--poster") == 0
    assert sorted(p.name for p in tmp_path.glob("cat*")) == ["cat-1.gif", "cat-1.png", "cat-2.gif", "cat-2.png"]
    assert [read_request(tmp_path / f"cat-{n}.gif").seed for n in (1, 2)] == [3, 4]


def test_each_alternative_is_rendered_with_the_same_seeds(tiny_model: Path, tmp_path: Path) -> None:
    assert render(tiny_model, r"a {red|\{blue\}} cat", "-o", str(tmp_path / "cat.mp4"), "--seed", "3", "--count", "2", "--negative", "(text:0.5)") == 0
    made = [read_request(tmp_path / f"cat-{n}.mp4") for n in (1, 2, 3, 4)]
    assert [(request.prompt, request.seed) for request in made] == [("a red cat", 3), ("a red cat", 4), ("a {blue} cat", 3), ("a {blue} cat", 4)]
    assert {request.negative_prompt for request in made} == {"(text:0.5)"}
    assert render(tiny_model, "--from", str(tmp_path / "cat-3.mp4"), "-o", str(tmp_path / "again.gif")) == 0
    assert read_request(tmp_path / "again.gif").prompt == "a {blue} cat"  # a stored prompt is plain text, braces included


def videos(folder: Path) -> dict[str, bytes]:
    """The files in a folder, by name."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def test_a_second_run_of_a_prompts_file_overwrites_nothing(tiny_model: Path, tmp_path: Path) -> None:
    (tmp_path / "prompts.txt").write_text("a red circle\na blue square\n", "utf-8")
    clips, arguments = tmp_path / "clips", ["--prompts", str(tmp_path / "prompts.txt"), "-o", str(tmp_path / "clips"), "--count", "2", "--poster"]
    clips.mkdir()
    for name in ("0001-a-red-circle-1.mp4", "0001-a-red-circle-2.png", "0001-a-red-circle-1-2.mp4", "0002-a-blue-square-1"):
        (clips / name).write_bytes(b"of the first run")
    first = videos(clips)
    assert render(tiny_model, *arguments) == 0
    second = videos(clips)
    assert second.items() > first.items()
    stems = ("0001-a-red-circle-1-3", "0001-a-red-circle-2-2", "0002-a-blue-square-1", "0002-a-blue-square-2")
    assert second.keys() - first.keys() == {f"{stem}{suffix}" for stem in stems for suffix in (".mp4", ".png")}


def test_without_a_name_repeated_seeds_get_free_names(tiny_model: Path) -> None:
    folder = settings.load().clips
    folder.mkdir(parents=True)
    (folder / "a-cat-3.mp4").write_bytes(b"the first one")
    assert render(tiny_model, "a cat", "--seed", "3", "--count", "2") == 0
    assert sorted(videos(folder)) == ["a-cat-3-2.mp4", "a-cat-3.mp4", "a-cat-4.mp4"] and videos(folder)["a-cat-3.mp4"] == b"the first one"
    assert [read_request(folder / name).seed for name in ("a-cat-3-2.mp4", "a-cat-4.mp4")] == [3, 4]


def test_with_overwrite_videos_keep_their_names_and_stay_unique(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    outputs = Outputs(overwrite=True)
    assert [outputs.free(tmp_path / "a.mp4").name for _ in range(2)] == ["a.mp4", "a-2.mp4"]
    assert outputs.named(tmp_path / "a.mp4") == tmp_path / "a.mp4"


@pytest.mark.parametrize(
    ("existing", "more"),
    [("cat.mp4", []), ("cat-2.mp4", ["--count", "2"]), ("cat.png", ["--poster"]), ("cat-1.png", ["--poster", "--count", "2"])],
)  # fmt: skip
def test_a_named_file_is_overwritten_only_with_overwrite(
    existing: str, more: list[str], tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / existing).write_bytes(b"the user's own")
    assert render(tiny_model, "a cat", "-o", str(tmp_path / "cat.mp4"), *more) == 2
    error = capsys.readouterr().err
    assert f"{existing} already exists" in error and "--overwrite" in error and error.count("\n") == 1
    assert videos(tmp_path) == {existing: b"the user's own"}
    if existing == "cat.mp4":
        assert render(tiny_model, "a cat", "-o", str(tmp_path / existing), "--overwrite") == 0
        assert read_request(tmp_path / existing).prompt == "a cat"


def test_a_broken_link_is_not_overwritten(tiny_model: Path, tmp_path: Path) -> None:
    (tmp_path / "cat.mp4").symlink_to(tmp_path / "a drive that is not there")
    assert render(tiny_model, "a cat", "-o", str(tmp_path / "cat.mp4")) == 2
    assert (tmp_path / "cat.mp4").is_symlink()


def test_a_name_taken_during_the_command_is_not_overwritten(tmp_path: Path) -> None:
    outputs = Outputs(posters=True)
    planned = outputs.free(tmp_path / "cat.mp4")
    start = Start(Request("a cat"), "/no/model", str(planned), str(poster_beside(planned)))
    assert outputs.still_free(start) == start
    (tmp_path / "cat.png").touch()
    other = outputs.still_free(start)
    assert (other.output, other.poster) == (str(tmp_path / "cat-2.mp4"), str(tmp_path / "cat-2.png"))
    assert Outputs(overwrite=True, posters=True).still_free(start) == start


@pytest.mark.parametrize(
    ("arguments", "message", "status"),
    [
        (["a cat", "--size", "17x16"], "width 17 is not supported: use a multiple of 8", 2),
        (["a cat", "--frames", "0"], "frames 0 is out of range", 2),
        (["a cat", "--steps", "-1"], "steps -1 is out of range", 2),
        (["a cat", "--guidance", "99"], "guidance 99.0 is out of range", 2),
        (["a cat", "--guidance-range", "60-20"], "invalid range '60-20': use START-END in percent of the steps, such as 0-60", 2),
        (["a cat", "--guidance-range", "0-101"], "invalid range '0-101'", 2),
        (["a cat", "--guidance-range", "half"], "invalid range 'half'", 2),
        (["a cat", "--guidance-range", "0-60", "--guidance", "1"], "--guidance-range has no effect at guidance 1", 2),
        (["a cat", "--cache-interval", "6"], "cache interval 6 is out of range: use 1 to 5", 2),
        (["a cat", "--scheduler", "magic"], "unknown scheduler 'magic'", 2),
        (["a cat", "--preset", "fast"], "unknown preset 'fast'", 2),
        (["a cat", "--model", "nothing"], "model 'nothing' is not installed", 2),
        (["a cat", "--device", "tpu"], "unknown device 'tpu'", 2),
        (["a cat", "--count", "0"], "count 0 is out of range", 2),
        ([""], "the prompt is empty", 2),
        (["a\udcffb"], "lone surrogate", 2),
        (["a cat", "--format", "gif"], "--format works only with --prompts", 2),
        (["a cat", "--strength", "0.5"], "--strength works only with --from", 2),
        (["a cat", "--from", "gone.mp4"], "file gone.mp4 not found", 2),
        (["a cat", "--from", __file__, "--strength", "0"], "strength 0.0 would not change the video", 2),
        (["a cat", "--from", __file__, "--strength", "1.5"], "strength 1.5 is out of range: use 0 to 1", 2),
        ([], "enter either a prompt or --prompts FILE", 2),
        (["a cat", "-o", "{tmp}/gone/out.mp4"], "does not exist", 1),
        (["a cat", "-o", "{tmp}/out.avi"], "unsupported format '.avi'", 1),
        (["a cat", "-o", "{tmp}/" + "x" * 250 + ".mp4"], "is too long", 1),
        (["a cat", "-o", "/", "--count", "2"], "is not a file name", 1),
        (["a cat", "-o", "{tmp}"], "is an existing folder", 1),
        (["--prompts", "{tmp}/gone.txt", "-o", "{tmp}/x"], "gone.txt can't be read", 2),
    ],
)
def test_bad_input_is_reported_in_one_line_before_any_work(
    arguments: list[str], message: str, status: int, tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = [a.format(tmp=tmp_path) for a in arguments]
    model = [] if "--model" in filled else ["--model", str(tiny_model)]
    try:
        ended = main(["render", *filled, *model])
    except SystemExit as exit_:  # raised by the parser
        ended = exit_.code
    assert ended == status
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_reported_before_rendering(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 100))
    assert render(tiny_model, "a cat", "-o", str(tmp_path / "out.mp4")) == 1
    assert "disk full" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_without_a_display_the_error_suggests_render(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 1
    assert "t2v-desktop render" in capsys.readouterr().err


def test_show_prints_no_terminal_escape_sequences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_picture(tmp_path / "x.png", np.zeros((8, 8, 3), np.uint8), Request(prompt="ein Bär \u202e\x9b2J"))
    assert main(["show", str(tmp_path / "x.png")]) == 0
    printed = capsys.readouterr().out
    assert "Bär" in printed and printed.isascii() is False and not {"\u202e", "\x9b"} & set(printed)
    assert json.loads(printed)["prompt"] == "ein Bär \u202e\x9b2J"


def test_show_reports_a_file_without_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.mp4").write_bytes(b"not a video")
    assert main(["show", str(tmp_path / "x.mp4")]) == 1
    assert "was not made with T2V Desktop" in capsys.readouterr().err
    assert main(["show", str(tmp_path / "gone.mp4")]) == 1


def test_ctrl_c_cancels_cleanly(tiny_model: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "t2v_desktop", "render", "a cat", "--model", str(tiny_model), "--steps", "200", "-o", str(tmp_path / "out.mp4"), "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert process.stdout is not None
    line = ""
    while '"denoising"' not in line:
        line = process.stdout.readline()
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=20)
    assert process.returncode == 130 and time.monotonic() - start < 3
    assert json.loads(rest.splitlines()[-1]) == {"event": "cancelled"}
    assert "Traceback" not in errors
    assert [p.name for p in tmp_path.iterdir() if p.name != "home"] == []


@pytest.mark.parametrize(("prompt", "name"), [("A red circle!", "a-red-circle"), ("熊", "clip"), ("../../etc", "etc"), ("a" * 99, "a" * 48)])
def test_slug_is_safe_on_every_system(prompt: str, name: str) -> None:
    assert slug(prompt) == name


def test_the_command_line_never_imports_torch_or_qt() -> None:
    code = "import sys, t2v_desktop.cli.main; print([m for m in ('torch', 'diffusers', 'transformers', 'PySide6') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "[]"


def test_wildcards_styles_and_own_presets_are_rendered(tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wildcards.make_folder()
    wildcards.file_of("animal").write_text("cat\ndog\n")
    styles.save([Style("Film", suffix="film grain", negative_prompt="digital")])
    presets.save([OwnPreset("Mine", "modelscope", 16, 16, 2, 8, 1, 1.0, 0.0, 1.0, 1, 0.0, "euler")])
    one, same = tmp_path / "one.mp4", tmp_path / "same.mp4"
    for output in (one, same):
        chosen = ["--style", "Film", "--preset", "mine", "--random", "--seed", "5", "-o", str(output)]
        assert main(["render", "a {red|blue} __animal__", "--model", str(tiny_model), *chosen]) == 0
    request = read_request(one)
    assert re.fullmatch("a (red|blue) (cat|dog), film grain", request.prompt) and request == read_request(same)
    assert (request.typed, request.styles, request.negative_prompt) == ("a {red|blue} __animal__", ("Film",), "digital")
    assert (request.num_frames, request.num_inference_steps, request.scheduler) == (2, 1, "euler")
    capsys.readouterr()
    for wrong, message in (
        (["a __none__"], "there is no wildcard __none__"),
        (["a", "--style", "No"], "style No doesn't exist"),
        (["a", "--preset", "No"], "Mine"),
    ):
        assert main(["render", *wrong, "--model", str(tiny_model), "-o", str(tmp_path / "b.mp4")]) == 2
        error = capsys.readouterr().err
        assert message in error and error.count("\n") == 1
