"""Files as other programs write them, and hostile ones."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from t2v_desktop.cli.main import main
from t2v_desktop.errors import OutputError
from t2v_desktop.media.embedded import MAX_TEXTS
from t2v_desktop.media.ffmpeg import ffmpeg
from t2v_desktop.media.foreign import ForeignSettings, model_name, plain, read_foreign
from t2v_desktop.request import MAX_PROMPT
from tests.media.made_clips import make_clip

KSAMPLER: dict[str, Any] = {
    "3": {"class_type": "KSampler", "inputs": {
        "seed": 42, "steps": 30, "cfg": 6.5, "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0],
    }},
    "4": {"class_type": "UNETLoader", "inputs": {"unet_name": "wan\\wan2.1_t2v_1.3B_fp16.safetensors"}},
    "5": {"class_type": "EmptyHunyuanLatentVideo", "inputs": {"width": 832, "height": 480, "length": 33, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a fox in the snow", "clip": ["8", 0]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry", "clip": ["8", 0]}},
    "8": {"class_type": "CLIPLoader", "inputs": {"clip_name": "umt5"}},
    "9": {"class_type": "CreateVideo", "inputs": {"fps": 16.0, "images": ["3", 0]}},
}  # fmt: skip
CUSTOM: dict[str, Any] = {
    "1": {"class_type": "SamplerCustomAdvanced", "inputs": {"noise": ["2", 0], "guider": ["3", 0], "sigmas": ["4", 0], "latent_image": ["5", 0]}},
    "2": {"class_type": "RandomNoise", "inputs": {"noise_seed": 7}},
    "3": {"class_type": "CFGGuider", "inputs": {"cfg": 5, "model": ["9", 0], "positive": ["6", 0], "negative": ["7", 0]}},
    "4": {"class_type": "BasicScheduler", "inputs": {"steps": 20}},
    "5": {"class_type": "EmptyLatent", "inputs": {"width": 512, "height": 512, "length": 25}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["10", 0]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "noise"}},
    "9": {"class_type": "UnetLoaderGGUF", "inputs": {"unet_name": "ltx.gguf"}},
    "10": {"class_type": "PrimitiveString", "inputs": {"value": "a ship"}},
}  # fmt: skip
WRAPPER: dict[str, Any] = {
    "27": {"class_type": "WanVideoSampler", "inputs": {"steps": 25, "cfg": 6, "seed": 3, "model": ["22", 0], "text_embeds": ["16", 0], "image": ["37", 0]}},
    "22": {"class_type": "WanVideoModelLoader", "inputs": {"model": "WanVideo/wan_1.3B_fp8.safetensors"}},
    "16": {"class_type": "WanVideoTextEncode", "inputs": {"positive_prompt": "two cats", "negative_prompt": "bad"}},
    "37": {"class_type": "WanVideoEmptyEmbeds", "inputs": {"width": 832, "height": 480, "num_frames": 81}},
    "30": {"class_type": "VHS_VideoCombine", "inputs": {"frame_rate": 16}},
}  # fmt: skip
FOX = ForeignSettings("ComfyUI", "a fox in the snow", "blurry", "wan2.1_t2v_1.3B_fp16", 42, 30, 6.5, 832, 480, 33, 16)
PARAMETERS = (
    "a castle, (sunset:1.2)\nwide shot\nNegative prompt: blurry, low quality\nSteps: 25, Sampler: DPM++ 2M Karras, CFG scale: 7, Seed: 1234567890,"
    ' Size: 512x768, Model hash: abc, Model: dreamshaper_8, Lora hashes: "film: 1, Steps: 3", Version: v1.9'
)
CASTLE = ForeignSettings("AUTOMATIC1111", "a castle, (sunset:1.2)\nwide shot", "blurry, low quality", "dreamshaper_8", 1234567890, 25, 7.0, 512, 768)
WANGP = {
    "type": "WanGP v7.61 by DeepBeepMeep - Wan2.1 1.3B", "settings_version": 2.23, "prompt": "a wave", "negative_prompt": "", "resolution": "832x480",
    "video_length": 81, "num_inference_steps": 30, "seed": 99, "guidance_scale": 5, "flow_shift": 3, "model_type": "t2v_1.3B",
    "model_filename": "ckpts/wan2.1_text2video_1.3B.safetensors",
}  # fmt: skip
WAVE = ForeignSettings("WanGP", "a wave", "", "t2v_1.3B", 99, 30, 5.0, 832, 480, 81)


def video(folder: Path, suffix: str = ".mp4", **texts: str) -> Path:
    """A video with these texts in its metadata, whatever their names."""
    source, path = folder / f"source{suffix}", folder / f"video{suffix}"
    make_clip(source, count=1)
    marks = folder / "marks.txt"
    escaped = {name: "".join(f"\\{c}" if c in "\\=;#\n" else c for c in text) for name, text in texts.items()}
    marks.write_text(";FFMETADATA1\n" + "".join(f"{name}={text}\n" for name, text in escaped.items()), encoding="utf-8")
    command = [ffmpeg(), "-v", "error", "-y", "-i", str(source), "-i", str(marks), "-map_metadata", "1", "-c", "copy"]
    subprocess.run([*command, "-movflags", "use_metadata_tags", str(path)], check=True, stdin=subprocess.DEVNULL)
    return path


def picture(path: Path, **texts: str) -> Path:
    notes = PngInfo()
    for name, text in texts.items():
        notes.add_itxt(name, text)
    Image.new("RGB", (8, 8)).save(path, pnginfo=notes)
    return path


@pytest.mark.parametrize("suffix", [".mp4", ".webm"])
def test_a_video_of_comfyui_is_read(suffix: str, tmp_path: Path) -> None:
    assert read_foreign(video(tmp_path, suffix, prompt=json.dumps(KSAMPLER), workflow="{}")) == FOX


@pytest.mark.parametrize("as_text", [True, False])
def test_a_video_of_videohelpersuite_is_read(as_text: bool, tmp_path: Path) -> None:
    comment = json.dumps({"prompt": json.dumps(KSAMPLER) if as_text else KSAMPLER, "workflow": {"nodes": []}})
    assert read_foreign(video(tmp_path, comment=comment)) == FOX


GRAPHS = {
    "guider": (CUSTOM, ForeignSettings("ComfyUI", "a ship", "noise", "ltx", 7, 20, 5.0, 512, 512, 25)),
    "wrapper": (WRAPPER, ForeignSettings("ComfyUI", "two cats", "bad", "wan_1.3B_fp8", 3, 25, 6.0, 832, 480, 81, 16)),
}


@pytest.mark.parametrize(("graph", "settings"), GRAPHS.values(), ids=GRAPHS)
def test_graphs_are_followed_to_their_values(graph: dict[str, Any], settings: ForeignSettings, tmp_path: Path) -> None:
    assert read_foreign(picture(tmp_path / "a.png", prompt=json.dumps(graph))) == settings


def test_a_webp_of_comfyui_is_read(tmp_path: Path) -> None:
    image = Image.new("RGB", (8, 8))
    exif = image.getexif()
    exif[0x0110], exif[0x010F] = f"prompt:{json.dumps(KSAMPLER)}", "workflow:{}"
    image.save(tmp_path / "a.webp", exif=exif)
    assert read_foreign(tmp_path / "a.webp") == FOX


def test_a_picture_of_a1111_is_read(tmp_path: Path) -> None:
    assert read_foreign(picture(tmp_path / "a.png", parameters=PARAMETERS)) == CASTLE


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le"])
def test_a_jpeg_of_a1111_is_read(encoding: str, tmp_path: Path) -> None:
    image = Image.new("RGB", (8, 8))
    exif = image.getexif()
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + PARAMETERS.encode(encoding)
    image.save(tmp_path / "a.jpg", exif=exif)
    assert read_foreign(tmp_path / "a.jpg") == CASTLE


def test_a_video_of_wangp_is_read(tmp_path: Path) -> None:
    assert read_foreign(video(tmp_path, comment=json.dumps(WANGP))) == WAVE


@pytest.mark.parametrize("model", [{"name": "Juggernaut"}, {"model_name": "Juggernaut", "base_model": "sdxl"}])
def test_a_picture_of_invokeai_is_read(model: dict[str, str], tmp_path: Path) -> None:
    values = {"positive_prompt": "hills", "negative_prompt": "fog", "seed": 5, "steps": 40, "cfg_scale": 7.5, "width": 1024, "height": 576, "model": model}
    found = read_foreign(picture(tmp_path / "a.png", invokeai_metadata=json.dumps(values)))
    assert found == ForeignSettings("InvokeAI", "hills", "fog", "Juggernaut", 5, 40, 7.5, 1024, 576)


MODELS = {
    "wan.safetensors": "wan", "C:\\models\\wan.ckpt": "wan", "\\\\evil\\share\\wan.gguf": "wan", "//evil/share/": "share", "/etc/passwd": "passwd",
    "https://evil.example/x.safetensors?token=1": "x", "../../..": "", "..\\..\\": "", "~": "", "": "", "\u202ecod\x1b[31m.pt": "cod[31m", "a" * 500: "a" * 100,
    "unknown": "",
}  # fmt: skip


@pytest.mark.parametrize(("written", "name"), MODELS.items())
def test_a_model_is_a_plain_name_and_never_a_path(written: str, name: str) -> None:
    assert model_name(written) == name
    assert model_name([written]) == "" == model_name(None)


def test_texts_lose_what_hides_or_controls(tmp_path: Path) -> None:
    assert plain("a\x1b[2J\u202ecat\u2066\u200b\r\nnext\tline\ud800 \U000e0041👩\u200d🚀") == "a[2Jcat\nnext\tline 👩\u200d🚀"
    assert plain("x" * (2 * MAX_PROMPT)) == "x" * MAX_PROMPT and plain(7) == "" == plain(None)


WILD: list[Any] = [
    None, True, -1, 0, 10**30, 1e400, float("nan"), "7 ; rm", "", "9" * 400, [], {}, [[]], ["3", 0], ["nowhere", 0], {"a": 1},
]  # fmt: skip


@pytest.mark.parametrize("value", WILD, ids=repr)
def test_values_of_any_type_and_size_are_left_out(value: Any, tmp_path: Path) -> None:
    for name in ("seed", "steps", "cfg", "model", "negative", "latent_image", "prompt"):
        graph = json.loads(json.dumps(KSAMPLER))
        graph["3"]["inputs"][name] = value
        found = read_foreign(picture(tmp_path / "a.png", prompt=json.dumps(graph)))
        assert found.prompt == "a fox in the snow"
        assert found.seed is None or 0 <= found.seed < 2**63
        assert found.num_inference_steps in (None, 30) and found.guidance_scale in (None, 6.5, 7.0)


BROKEN = {
    "not JSON": {"prompt": "{", "comment": "}"},
    "deep": {"prompt": '{"a":' * 100_000, "comment": "[" * 100_000},
    "loop": {"prompt": json.dumps({"1": {"class_type": "KSampler", "inputs": {"seed": ["1", 0], "positive": ["1", 0], "model": ["1", 0]}}})},
    "no nodes": {"prompt": "{}", "invokeai_metadata": "[]", "parameters": "Steps: 3"},
    "wrong nodes": {"prompt": json.dumps({"1": 5, "2": {"inputs": []}, "3": {"inputs": {"seed": 1, "positive": "text"}}})},
    "long digits": {"comment": '{"type": "WanGP", "prompt": ' + "9" * 10_000 + "}"},
    "empty prompt": {"invokeai_metadata": json.dumps({"positive_prompt": "\u202e\x07 ", "seed": 1})},
    "prompt of another type": {"comment": json.dumps({"type": "WanGP", "prompt": {"a": 1}})},
}


@pytest.mark.parametrize("texts", BROKEN.values(), ids=BROKEN)
def test_broken_and_hostile_texts_have_no_settings(texts: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no settings"):
        read_foreign(picture(tmp_path / "a.png", **texts))


def test_a_huge_text_is_not_read(tmp_path: Path) -> None:
    long = {**WANGP, "prompt": "x" * (2 * MAX_TEXTS)}
    with pytest.raises(OutputError, match="no settings"):
        read_foreign(video(tmp_path, comment=json.dumps(long)))


@pytest.mark.parametrize("name", ["a.mp4", "a.png", "a.webp", "a.jpg", "a.txt", "missing.mp4", "missing.png"])
def test_files_that_are_no_video_or_picture_have_no_settings(name: str, tmp_path: Path) -> None:
    if "missing" not in name:
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    with pytest.raises(OutputError, match="no settings"):
        read_foreign(tmp_path / name)


def test_show_prints_what_another_program_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(video(tmp_path, comment=json.dumps(WANGP)))]) == 0
    assert json.loads(capsys.readouterr().out) == {"made_with": "WanGP", **WAVE.written()}
    assert main(["show", str(picture(tmp_path / "plain.png"))]) == 1
    assert "was not made with T2V Desktop" in capsys.readouterr().err
