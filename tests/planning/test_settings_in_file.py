"""The settings in files, ours and other programs', as requests."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from t2v_desktop.errors import OutputError
from t2v_desktop.media.write import VideoWriter
from t2v_desktop.models.store import find
from t2v_desktop.planning.draft import Draft
from t2v_desktop.planning.settings_in_file import lost_model, read_settings, request_for
from t2v_desktop.request import Request


def picture(path: Path, **texts: str) -> Path:
    info = PngInfo()
    for name, text in texts.items():
        info.add_text(name, text)
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(path, pnginfo=info)
    return path


A1111 = """a castle on a hill (detailed:1.3) {day|night}
Negative prompt: blurry
Steps: 33, Sampler: Euler a, CFG scale: 7.5, Seed: 1234, Size: 130x70, Model: dream"""


def test_our_own_clip_gives_its_request(tmp_path: Path) -> None:
    request = Request("a red circle", width=16, height=16, num_frames=2, seed=7)
    path = tmp_path / "clip.mp4"
    with VideoWriter(path, request) as video:
        video.write(np.zeros((2, 16, 16, 3), np.uint8))
        video.finish(lambda: None)
    found = read_settings(path)
    assert found.program == "T2V Desktop" and request_for(found, Draft(), find("starter")).seed == 7 and lost_model(found, []) == ""


def test_what_another_program_wrote_is_changed_to_what_the_model_can_make(tmp_path: Path) -> None:
    found, starter = read_settings(picture(tmp_path / "castle.png", parameters=A1111)), find("starter")
    request = request_for(found, Draft(fps=8, num_frames=16), starter)
    assert found.program == "AUTOMATIC1111"
    assert (request.prompt, request.negative_prompt) == ("a castle on a hill (detailed:1.3) {day|night}", "blurry"), "as written, whatever marks are in it"
    assert (request.num_inference_steps, request.guidance_scale, request.seed, request.num_frames) == (33, 7.5, 1234, 16)
    assert (request.width % starter.step, request.height % starter.step) == (0, 0)
    assert request.model == "starter" and lost_model(found, ["starter"]) == "dream"


@pytest.mark.parametrize("model", ["\\\\evil\\share\\model.safetensors", "/etc/passwd", "file:///etc/passwd", "../../model"])
def test_a_path_as_a_model_is_only_a_name_and_loads_nothing(tmp_path: Path, model: str) -> None:
    text = A1111.replace("dream", f'"{model}"')
    found = read_settings(picture(tmp_path / "castle.png", parameters=text))
    assert request_for(found, Draft(), find("starter")).model == "starter"
    assert not set(lost_model(found, [])) & set("/\\:")


@pytest.mark.parametrize("texts", [{}, {"parameters": "no settings"}, {"prompt": "{" * 5000}, {"prompt": json.dumps({"1": {"class_type": 7}})}])
def test_a_file_without_usable_settings_is_refused_in_one_line(tmp_path: Path, texts: dict[str, str]) -> None:
    with pytest.raises(OutputError) as refused:
        read_settings(picture(tmp_path / "other.png", **texts))
    assert "other.png has no settings" in str(refused.value) and "\n" not in str(refused.value)


def test_hostile_values_are_left_out(tmp_path: Path) -> None:
    hostile = (
        A1111.replace("Steps: 33", "Steps: 99999999").replace("1234", "-5").replace("130x70", "99999x1").replace("a castle", "<script>alert(1)</script>\x1b[2J")
    )
    request = request_for(read_settings(picture(tmp_path / "castle.png", parameters=hostile)), Draft(seed=3), find("starter"))
    assert request.seed == 3 and request.num_inference_steps <= 100 and max(request.width, request.height) <= 4096
    assert request.prompt.startswith("<script>") and "\x1b" not in request.prompt
