from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from t2v_desktop import paths
from t2v_desktop.engine import latent_cache as kept_on_disk
from t2v_desktop.engine.families import modelscope
from t2v_desktop.engine.families.modelscope.unet import UNet3D
from t2v_desktop.engine.family import Condition, Predict, Text
from t2v_desktop.engine.render import Renderer
from t2v_desktop.errors import BlankVideo, BrokenModel, Cancelled, EncodeError, InvalidRequest, OutOfMemory
from t2v_desktop.events import Decoding, Denoising, Done, Encoding, Event, Loading, Start, Warned
from t2v_desktop.media.metadata import read_request
from t2v_desktop.media.read import read_frames
from t2v_desktop.models import manifest
from t2v_desktop.request import Request

Make = Callable[..., Request]


def render(start: Start, renderer: Renderer | None = None) -> list[Event]:
    told: list[Event] = []
    told.append((renderer or Renderer()).render(start, told.append, lambda: None))
    return told


@pytest.fixture
def start(tiny_model: Path, tiny_request: Make, tmp_path: Path) -> Start:
    return Start(tiny_request(), str(tiny_model), str(tmp_path / "out.mp4"))


@pytest.mark.parametrize(("negative", "guidance", "ignored"), [("text", 1.0, True), ("text", 1.5, False), (" ", 1.0, False)])
def test_a_negative_prompt_that_has_no_effect_is_reported(negative: str, guidance: float, ignored: bool, start: Start) -> None:
    told = render(replace(start, request=replace(start.request, negative_prompt=negative, guidance_scale=guidance)))
    assert any("negative prompt is ignored" in event.message for event in told if isinstance(event, Warned)) == ignored


def test_a_negative_prompt_is_reported_if_no_step_is_guided(start: Start) -> None:
    request = replace(start.request, negative_prompt="text", guidance_scale=5.0, guidance_start=0.9)  # of two steps
    told = render(replace(start, request=request))
    assert any("ignored because no step is guided" in event.message for event in told if isinstance(event, Warned))


def kept() -> list[Path]:
    return list(paths.kept_latents().glob("*"))


def test_a_clip_and_its_poster_carry_the_request(start: Start, tmp_path: Path) -> None:
    render(replace(start, poster=str(tmp_path / "out.png")))
    assert read_request(tmp_path / "out.mp4") == read_request(tmp_path / "out.png") == start.request
    assert kept() == []


def test_the_same_seed_gives_the_same_file(start: Start, tmp_path: Path) -> None:
    renderer = Renderer()
    render(start, renderer)
    first = (tmp_path / "out.mp4").read_bytes()
    render(replace(start, request=replace(start.request, seed=99, scheduler="lcm")), renderer)
    render(start, renderer)
    assert (tmp_path / "out.mp4").read_bytes() == first


def test_a_prepared_model_is_not_loaded_again_by_its_job(start: Start) -> None:
    renderer, told = Renderer(), list[Event]()
    renderer.prepare(start, told.append, lambda: None)
    assert renderer.holds_model and isinstance(told[-1], Loading) and told[-1].part == "ready"
    renderer.prepare(replace(start, request=replace(start.request, prompt="another")), told.append, lambda: None)
    assert told.count(told[-1]) == 1, "it is there already"
    assert not any(isinstance(event, Loading) for event in render(start, renderer))


def test_a_model_is_not_prepared_if_that_would_leave_little_memory(start: Start) -> None:
    renderer, large = Renderer(), replace(start.request, width=2048, height=2048, num_frames=250, memory="full")
    renderer.prepare(replace(start, request=large), lambda _: None, lambda: None)
    assert not renderer.holds_model


def test_a_failed_decode_is_repeated_without_denoising_again(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> object:
        raise EncodeError("the disk went away")

    with monkeypatch.context() as broken:
        broken.setattr(modelscope, "decode", fails)
        with pytest.raises(EncodeError):
            render(start)
    assert len(kept()) == 1
    again = render(start)
    assert not any(isinstance(e, Denoising) for e in again)
    assert any(isinstance(e, Decoding) for e in again)
    assert kept() == []


@pytest.mark.parametrize("changed", [{"prompt": "a cat"}, {"guidance_start": 0.5}, {"guidance_end": 0.5}, {"cache_interval": 2}])
def test_kept_latents_serve_only_the_same_request(changed: dict[str, object], start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(modelscope, "decode", lambda *_: (_ for _ in ()).throw(EncodeError("x")))
        with pytest.raises(EncodeError):
            render(start)
    other = render(replace(start, request=replace(start.request, **changed)))
    assert any(isinstance(e, Denoising) for e in other)


def test_kept_latents_do_not_pile_up(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    renderer = Renderer()
    monkeypatch.setattr(modelscope, "decode", lambda *_: (_ for _ in ()).throw(EncodeError("x")))
    for seed in range(kept_on_disk.MAX_KEPT + 3):
        with pytest.raises(EncodeError):
            render(replace(start, request=replace(start.request, seed=seed, num_inference_steps=1)), renderer)
    assert len(kept()) == kept_on_disk.MAX_KEPT


@pytest.mark.parametrize("phase", [Denoising, Decoding])
def test_cancel_leaves_nothing_behind(phase: type[Event], start: Start, tmp_path: Path) -> None:
    asked = False

    def hear(event: Event) -> None:
        nonlocal asked
        asked = asked or isinstance(event, phase)

    def raise_if_asked() -> None:
        if asked:
            raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        Renderer().render(start, hear, raise_if_asked)
    assert [p for p in tmp_path.rglob("*") if p.is_file() and p.parent != paths.kept_text()] == []


def test_nan_from_the_decoder_is_decoded_again_in_full_precision(start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    half = replace(start, request=replace(start.request, dtype="bf16"))
    real, tried = modelscope.decode, []

    def nan_in_half(vae: object, latents: torch.Tensor, chunk: int, _tile: int) -> object:
        tried.append(vae.dtype)  # type: ignore[attr-defined]
        broken = latents * float("nan") if vae.dtype is torch.bfloat16 else latents  # type: ignore[attr-defined]
        return real(vae, broken, chunk)  # type: ignore[arg-type]

    monkeypatch.setattr(modelscope, "decode", nan_in_half)
    told = render(half)
    assert tried == [torch.bfloat16, torch.float32]
    assert any(isinstance(e, Warned) and "full precision" in e.message for e in told)
    assert sum(e == Denoising(0, 2) for e in told) == 1
    assert read_request(tmp_path / "out.mp4") == half.request


def test_nan_from_the_denoiser_is_made_again_in_full_precision(start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = modelscope.predictor

    def nan_in_half(denoiser: UNet3D, text: Text, *, keeps: bool, condition: Condition) -> Predict:
        predict = real(denoiser, text, keeps=keeps, condition=condition)
        broken = float("nan") if text.features.dtype is torch.bfloat16 else 1.0
        return lambda latents, timestep, reuse=False: predict(latents, timestep, reuse=reuse) * broken

    monkeypatch.setattr(modelscope, "predictor", nan_in_half)
    told = render(replace(start, request=replace(start.request, dtype="bf16")))
    assert sum(e == Denoising(0, 2) for e in told) == 2
    assert read_request(tmp_path / "out.mp4") == replace(start.request, dtype="fp32")  # the file says what made it
    done = told[-1]
    assert isinstance(done, Done) and done.setup is not None and done.setup.dtype == "fp32"  # so do the runs that teach


def test_a_second_pass_begins_with_a_clip(start: Start, tmp_path: Path) -> None:
    render(start)
    (tmp_path / "out.mp4").rename(tmp_path / "first.mp4")
    request = replace(start.request, width=32, height=24, num_inference_steps=10, strength=0.5, prompt="a cat")
    second = replace(start, request=request, source=str(tmp_path / "first.mp4"))
    told = render(second)
    assert [e for e in told if isinstance(e, Encoding)] == [Encoding(), Encoding(0, 3), Encoding(3, 3)]
    assert [e.total for e in told if isinstance(e, Denoising)] == [5] * 6
    made = told[-1]
    assert isinstance(made, Done) and set(made.seconds) == {"load", "text", "encode", "denoise", "decode", "write"}
    assert read_request(tmp_path / "out.mp4") == request
    assert "first.mp4" not in (tmp_path / "out.mp4").read_bytes().decode("latin-1")


def test_a_weak_second_pass_stays_closer_to_its_clip_than_a_strong_one(tmp_path: Path, tiny_request: Make) -> None:
    starter = str(paths.resources() / "models" / "starter")
    size = {"width": 128, "height": 128, "num_frames": 8, "num_inference_steps": 6, "guidance_scale": 3.0}
    renderer, first = Renderer(), str(tmp_path / "first.mp4")
    render(Start(tiny_request(prompt="a red circle moving right", **size), starter, first), renderer)
    away = []
    for strength in (0.2, 0.9):
        request = tiny_request(prompt="a blue star on white", seed=3, strength=strength, **size)
        render(Start(request, starter, str(tmp_path / "second.mp4"), source=first), renderer)
        pair = [read_frames(tmp_path / name, 10**8).pixels.astype(float) for name in ("first.mp4", "second.mp4")]
        away.append(abs(pair[0] - pair[1]).mean())
    assert away[0] * 2 < away[1]


@pytest.mark.parametrize(
    ("source", "strength", "said"),
    [("first.mp4", 0.0, "needs both"), ("", 0.5, "needs both"), ("gone.mp4", 0.5, "can't start: the file .* is missing"), ("notes.mp4", 0.5, "can't be read")],
)
def test_a_second_pass_without_its_clip_is_refused_before_loading(source: str, strength: float, said: str, start: Start, tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_text("no video")
    broken = replace(start, request=replace(start.request, strength=strength), source=str(tmp_path / source) if source else "", model_folder="nowhere")
    with pytest.raises(InvalidRequest, match=said):
        render(broken)


def test_kept_latents_of_a_second_pass_belong_to_its_clip(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seed in (("one.mp4", 1), ("two.mp4", 2)):
        render(replace(start, request=replace(start.request, seed=seed), output=str(tmp_path / name)))
    second = replace(start, request=replace(start.request, strength=0.5), source=str(tmp_path / "one.mp4"))
    with monkeypatch.context() as broken:
        broken.setattr(modelscope, "decode", lambda *_: (_ for _ in ()).throw(EncodeError("x")))
        with pytest.raises(EncodeError):
            render(second)
    assert any(isinstance(e, Denoising) for e in render(replace(second, source=str(tmp_path / "two.mp4"))))
    assert not any(isinstance(e, Denoising) for e in render(second))


def test_weights_that_changed_since_they_were_installed_are_not_loaded(start: Start, tiny_copy: Path, tmp_path: Path) -> None:
    manifest.record(tiny_copy, "someone/some-model", "", "")
    start, checking = replace(start, model_folder=str(tiny_copy)), Loading("files", 0, 1)
    assert checking in render(start)
    (tmp_path / "out.mp4").unlink()
    assert checking not in render(start), "nobody touched them"
    (tmp_path / "out.mp4").unlink()
    weights = tiny_copy / "vae/diffusion_pytorch_model.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(BrokenModel, match=r"vae/diffusion_pytorch_model\.safetensors changed since it was installed: import the model again"):
        render(start)
    assert not (tmp_path / "out.mp4").exists()


@pytest.mark.parametrize("dtype", ["fp32", "bf16"])
def test_what_stays_nan_is_explained_and_never_written(start: Start, dtype: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = modelscope.decode
    monkeypatch.setattr(modelscope, "decode", lambda vae, latents, chunk, _tile: real(vae, latents * float("nan"), chunk))
    with pytest.raises(BlankVideo, match="nothing was saved"):
        render(replace(start, request=replace(start.request, dtype=dtype)))
    assert [p for p in tmp_path.rglob("*") if p.is_file() and p.parent != paths.kept_text()] == []


def test_out_of_memory_says_what_would_fit(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> object:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(modelscope, "predictor", full)
    with pytest.raises(OutOfMemory, match="use fewer frames"):
        render(start)


def test_the_model_stays_in_memory_for_the_next_request(start: Start) -> None:
    renderer = Renderer()
    render(start, renderer)
    first = renderer._pipeline
    render(replace(start, request=replace(start.request, prompt="a cat", seed=2)), renderer)
    assert renderer._pipeline is first
    render(replace(start, request=replace(start.request, dtype="bf16")), renderer)
    assert renderer._pipeline is not first
