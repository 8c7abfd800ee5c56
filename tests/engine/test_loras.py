"""Tests that LoRAs change a model as diffusers and peft would, and that nothing made without them, or with others, is used again."""

import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import UNet3DConditionModel
from peft import LoraConfig, inject_adapter_in_model, set_peft_model_state_dict
from peft.tuners.tuners_utils import BaseTunerLayer
from safetensors.torch import load_file

from benchmarks.random_wan import write_tiny as write_tiny_wan
from t2v_desktop import paths
from t2v_desktop.engine.denoise import initial_latents, noise_source
from t2v_desktop.engine.device import plan
from t2v_desktop.engine.families.modelscope.unet import predictor
from t2v_desktop.engine.family import Text
from t2v_desktop.engine.latent_cache import kept_file
from t2v_desktop.engine.load import Pipeline, load
from t2v_desktop.engine.loras import open_loras
from t2v_desktop.engine.render import Renderer
from t2v_desktop.engine.text_cache import text_file
from t2v_desktop.errors import BrokenModel
from t2v_desktop.events import Event, Loading, Start
from t2v_desktop.media.read import Pixels, read_fitted
from t2v_desktop.models.memory import footprint
from t2v_desktop.models.store import Model, find
from t2v_desktop.request import ChosenLora, Request
from tests.engine.families.wan import test_referee as wan_referee
from tests.engine.families.wan.test_referee import stock_pipeline
from tests.models.loras.lora_files import MODELSCOPE_LAYERS, RANK, WAN_LAYERS, products, write_peft

Render = Callable[..., tuple[Pixels, bool]]


@pytest.fixture(scope="module")
def wan(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return find(str(write_tiny_wan(tmp_path_factory.mktemp("wan"))))


def loaded(start: Start) -> Pipeline:
    model = find(start.model_folder)
    return load(model.folder, plan(start.request, footprint(model.folder)), lambda _: None, lambda: None, open_loras(start))


def test_wan_gives_the_frames_of_diffusers_with_peft(wan: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_peft(tmp_path / "a.safetensors", products(wan.folder, "transformer", WAN_LAYERS), "transformer.")
    request = wan.request(
        "the red cat", negative_prompt="a circle", width=64, height=96, num_frames=5, num_inference_steps=3, scheduler="unipc", dtype="fp32", device="cpu",
        loras=(ChosenLora("a", 0.7),),
    )  # fmt: skip
    start = Start(request, str(wan.folder), "", loras=(str(file),))
    latents = initial_latents(wan.shape.latents(5, 64, 96), noise_source(1))
    plain = wan_referee.ours(wan, replace(request, loras=()), latents, 4)
    monkeypatch.setattr(wan_referee, "load", lambda folder, made, report, check: load(folder, made, report, check, open_loras(start)))
    changed = wan_referee.ours(wan, request, latents, 4)

    pipeline = stock_pipeline(wan.folder, "unipc")
    pipeline.load_lora_weights(file, adapter_name="a")
    pipeline.set_adapters(["a"], [0.7])
    monkeypatch.setattr(wan_referee, "stock_pipeline", lambda _folder, _scheduler: pipeline)
    wanted = wan_referee.stock(wan, request, latents)
    assert np.abs(changed - wanted).max() <= 1 / 255
    assert np.abs(changed - plain).max() > 5 / 255


def test_modelscope_is_changed_as_by_peft(tiny_model: Path, tmp_path: Path) -> None:
    file = write_peft(tmp_path / "a.safetensors", products(tiny_model, "unet", MODELSCOPE_LAYERS), "")
    request = Request("a red circle", model=str(tiny_model), width=16, height=16, num_frames=3, dtype="fp32", device="cpu", loras=(ChosenLora("a"),))
    ours = loaded(Start(request, str(tiny_model), "", loras=(str(file),))).denoiser
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        unet = UNet3DConditionModel.from_pretrained(tiny_model / "unet", torch_dtype=torch.float32)
    unet = inject_adapter_in_model(LoraConfig(r=RANK, lora_alpha=RANK, target_modules=list(MODELSCOPE_LAYERS)), unet)
    set_peft_model_state_dict(unet, load_file(file))
    merged = 0
    for layer in unet.modules():
        if isinstance(layer, BaseTunerLayer):
            layer.merge()  # type: ignore[operator]
            merged += 1
    assert merged == len(MODELSCOPE_LAYERS)
    random = torch.Generator().manual_seed(2)
    latents, text = torch.randn((1, 4, 3, 8, 8), generator=random), torch.randn((1, 7, unet.config.cross_attention_dim), generator=random)
    with torch.inference_mode():
        wanted = unet(latents, 500, text).sample
        found = predictor(ours, Text(text))(latents, torch.tensor(500))
    torch.testing.assert_close(found, wanted, atol=2e-4, rtol=1e-3)
    with torch.inference_mode():
        plain = predictor(loaded(Start(replace(request, loras=()), str(tiny_model), "")).denoiser, Text(text))(latents, torch.tensor(500))
    assert (plain - wanted).abs().max() > 0.05


def test_several_loras_add_up(wan: Model, tmp_path: Path) -> None:
    first = write_peft(tmp_path / "a.safetensors", products(wan.folder, "transformer", WAN_LAYERS[:1]), "transformer.")
    second = write_peft(tmp_path / "b.safetensors", products(wan.folder, "transformer", WAN_LAYERS[:1]), "diffusion_model.")
    request = wan.request("a cat", width=32, height=32, num_frames=1, dtype="fp32", device="cpu")

    def weight(*chosen: tuple[Path, float]) -> torch.Tensor:
        loras = tuple(ChosenLora(file.stem, factor) for file, factor in chosen)
        start = Start(replace(request, loras=loras), str(wan.folder), "", loras=tuple(str(file) for file, _ in chosen))
        state = loaded(start).denoiser.state_dict()
        return torch.cat([value.flatten() for value in state.values()])

    plain, one, two = weight(), weight((first, 1.0)), weight((first, 0.25), (second, 0.75))
    assert (one - plain).abs().max() > 0.01
    torch.testing.assert_close(two, one)


@pytest.fixture
def render(tiny_model: Path, tmp_path: Path, tiny_request: Callable[..., Request]) -> Render:
    renderer, number = Renderer(), iter(range(100))

    def render(*files: Path, weight: float = 1.0) -> tuple[Pixels, bool]:
        """The pixels, and whether the model was read."""
        request = tiny_request(model=str(tiny_model), loras=tuple(ChosenLora(file.stem, weight) for file in files))
        events: list[Event] = []
        output = tmp_path / f"clip{next(number)}"
        renderer.render(Start(request, str(tiny_model), str(output), loras=tuple(map(str, files))), events.append, lambda: None)
        return read_fitted(output, 3, 16, 16), any(isinstance(event, Loading) for event in events)

    return render


def test_the_model_is_read_again_when_loras_change(render: Render, tiny_model: Path, tmp_path: Path) -> None:
    file = write_peft(tmp_path / "a.safetensors", products(tiny_model, "unet", MODELSCOPE_LAYERS), "unet.")
    plain, _ = render()
    changed, read = render(file)
    assert read
    assert not np.array_equal(plain, changed)
    assert not render(file)[1]
    assert render(file, weight=0.5)[1]
    assert render(file)[1]
    write_peft(file, products(tiny_model, "unet", MODELSCOPE_LAYERS, rank=2), "unet.")  # another file of that name
    other, read = render(file)
    assert read
    assert not np.array_equal(other, changed)
    again, read = render()
    assert read
    assert np.array_equal(plain, again)


def test_finished_latents_belong_to_their_loras(wan: Model, tmp_path: Path) -> None:
    file = write_peft(tmp_path / "a.safetensors", products(wan.folder, "transformer", WAN_LAYERS[:1]), "transformer.")
    request = wan.request("a cat", width=32, height=32, num_frames=1, dtype="fp32", device="cpu")
    pipelines = {}
    for weight in (None, 1.0, 0.5):
        loras = () if weight is None else (ChosenLora("a", weight),)
        pipelines[weight] = (chosen := replace(request, loras=loras)), loaded(Start(chosen, str(wan.folder), "", loras=(str(file),) * len(loras)))
    assert len({kept_file(chosen, pipeline, None) for chosen, pipeline in pipelines.values()}) == 3
    # the text encoder is the same: its features are used again
    assert len({text_file(chosen, pipeline) for chosen, pipeline in pipelines.values()}) == 1


def test_a_changed_text_encoder_reads_the_prompt_again(tiny_model: Path, tmp_path: Path) -> None:
    file = write_peft(tmp_path / "a.safetensors", products(tiny_model, "text_encoder", ("encoder.layers.0.self_attn.q_proj",)), "text_encoder.text_model.")
    request = Request("a red circle", model=str(tiny_model), width=16, height=16, num_frames=3, dtype="fp32", device="cpu")
    with_lora = replace(request, loras=(ChosenLora("a"),))
    plain, changed = loaded(Start(request, str(tiny_model), "")), loaded(Start(with_lora, str(tiny_model), "", loras=(str(file),)))
    assert text_file(request, plain) != text_file(with_lora, changed)
    assert any(not torch.equal(a, b) for a, b in zip(plain.text_encoder.parameters(), changed.text_encoder.parameters(), strict=True))


def test_a_lora_that_does_not_fit_fails_before_anything_is_loaded(wan: Model, tiny_model: Path, tmp_path: Path, tiny_request: Callable[..., Request]) -> None:
    file = write_peft(tmp_path / "wan.safetensors", products(wan.folder, "transformer", WAN_LAYERS), "transformer.")
    request = tiny_request(model=str(tiny_model), loras=(ChosenLora("wan"),))
    events: list[Event] = []
    with pytest.raises(BrokenModel, match="made for another model"):
        Renderer().render(Start(request, str(tiny_model), str(tmp_path / "clip"), loras=(str(file),)), events.append, lambda: None)
    assert not any(isinstance(event, Loading) and event.part != "files" for event in events)
    assert not (tmp_path / "clip").exists()
    assert not any(paths.kept_latents().glob("*"))
