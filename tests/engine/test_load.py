import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch.utils._python_dispatch import TorchDispatchMode

from t2v_desktop.engine.device import Plan
from t2v_desktop.engine.families.modelscope.unet import predictor
from t2v_desktop.engine.family import Text
from t2v_desktop.engine.load import Pipeline, load
from t2v_desktop.errors import BrokenModel, Cancelled
from t2v_desktop.events import Event, Loading
from t2v_desktop.models.families.modelscope import MODELSCOPE
from t2v_desktop.models.memory import Placement, count_parameters
from t2v_desktop.request import Request

UNET = "unet/diffusion_pytorch_model.safetensors"
TEXT = "text_encoder/model.safetensors"
VAE = "vae/diffusion_pytorch_model.safetensors"


def full(dtype: torch.dtype = torch.float32, memory: str = "full") -> Plan:
    return Plan(torch.device("cpu"), dtype, Placement(memory), 4, 0, Request("any"))


def quietly(_event: Event) -> None:
    """Nobody watches."""


def go_on() -> None:
    """Nobody cancels."""


def text_features(pipeline: Pipeline) -> torch.Tensor:
    features: torch.Tensor = pipeline.text_encoder(torch.arange(10)[None])[0]
    return features


def test_loading_tells_every_part(tiny_model: Path) -> None:
    told: list[Event] = []
    load(tiny_model, full(), told.append, go_on)
    ready = told.pop()
    assert told == [Loading("text_encoder", 0, 3), Loading("unet", 1, 3), Loading("vae", 2, 3)]
    assert isinstance(ready, Loading) and ready.setup is not None and ready.setup.free_bytes
    where = ready.setup
    assert (where.device, where.dtype, where.memory) == ("cpu", "fp32", "full") and where.device_name


def test_the_weights_are_the_files_own_memory_where_the_precision_is(tiny_model: Path) -> None:
    pipeline = load(tiny_model, full(), quietly, go_on)
    for file, module in ((UNET, pipeline.denoiser), (TEXT, pipeline.text_encoder), (VAE, pipeline.vae)):
        held, shared = module.state_dict(), 0
        for name, tensor in load_file(tiny_model / file).items():
            if name in held and held[name].shape == tensor.shape:
                assert torch.equal(held[name], tensor)
                shared += 1
        assert shared > 0.5 * len(load_file(tiny_model / file)), "the others are fused or split"
        assert not any(p.is_meta or p.requires_grad for p in module.parameters())


def test_half_precision_files_are_raised_to_fp32(tiny_copy: Path) -> None:
    for file in (UNET, TEXT, VAE):
        save_file({k: v.half() for k, v in load_file(tiny_copy / file).items()}, (tiny_copy / file).with_suffix(".tmp"))
        (tiny_copy / file).unlink()
        (tiny_copy / file).with_suffix(".tmp").rename((tiny_copy / file).with_suffix(".fp16.safetensors").with_name(Path(file).stem + ".fp16.safetensors"))
    pipeline = load(tiny_copy, full(), quietly, go_on)
    assert {p.dtype for p in pipeline.denoiser.parameters()} == {torch.float32}


def test_names_of_older_files_are_understood(tiny_copy: Path) -> None:
    expected = text_features(load(tiny_copy, full(), quietly, go_on))
    old = {f"text_model.{k}": v for k, v in load_file(tiny_copy / TEXT).items()}
    old["text_model.embeddings.position_ids"] = torch.arange(77)[None]
    save_file(old, tiny_copy / TEXT)
    today = {".to_q.": ".query.", ".to_k.": ".key.", ".to_v.": ".value.", ".to_out.0.": ".proj_attn."}
    renamed = {}
    for name, tensor in load_file(tiny_copy / VAE).items():
        before = next((name.replace(new, old_name) for new, old_name in today.items() if new in name), name)
        renamed[before] = tensor[:, :, None, None].contiguous() if before != name and tensor.ndim == 2 else tensor
    assert any(".query." in name for name in renamed)
    save_file(renamed, tiny_copy / VAE)
    assert torch.equal(text_features(load(tiny_copy, full(), quietly, go_on)), expected)


@pytest.mark.parametrize(
    ("hurt", "said"),
    [
        (lambda w: w.pop("conv_in.bias"), "lacks 1 tensors, conv_in.bias"),
        (lambda w: w.update({"conv_in.bias": torch.zeros(3)}), "has shape .* but config.json requires"),
    ],
)
def test_weights_that_do_not_fit_the_settings_are_named(hurt: object, said: str, tiny_copy: Path) -> None:
    weights = load_file(tiny_copy / UNET)
    hurt(weights)  # type: ignore[operator]
    save_file(weights, tiny_copy / UNET)
    with pytest.raises(BrokenModel, match=said):
        load(tiny_copy, full(), quietly, go_on)


@pytest.mark.parametrize("change", [{"block_out_channels": 3}, {"down_block_types": ["Nothing"]}, {"norm_num_groups": 7}])
def test_settings_that_describe_no_model_are_named(change: dict[str, object], tiny_copy: Path) -> None:
    config = tiny_copy / "unet" / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | change))
    with pytest.raises(BrokenModel, match="does not describe a unet"):
        load(tiny_copy, full(), quietly, go_on)


@pytest.mark.parametrize("content", ["{", "[]", '{"a": "b"}'])
def test_a_hostile_tokenizer_is_a_broken_model_and_no_panic(content: str, tiny_copy: Path) -> None:
    (tiny_copy / "tokenizer" / "tokenizer.json").write_text(content)
    (tiny_copy / "tokenizer" / "vocab.json").write_text(content)
    with pytest.raises(BrokenModel):
        load(tiny_copy, full(), quietly, go_on)


def test_loading_stops_between_two_tensors(tiny_model: Path) -> None:
    calls = 0

    def stop_later() -> None:
        nonlocal calls
        calls += 1
        if calls > 40:
            raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        load(tiny_model, full(), quietly, stop_later)


def test_fp8_weights_take_a_byte_each_and_still_draw(tiny_model: Path) -> None:
    pipeline = load(tiny_model, full(memory="fp8_layerwise"), quietly, go_on)
    stored = {p.dtype for n, p in pipeline.denoiser.named_parameters() if "resnets" in n and "conv1.weight" in n}
    assert stored == {torch.float8_e4m3fn}
    out = predictor(pipeline.denoiser, Text(torch.randn(1, 77, 32)))(torch.randn(1, 4, 2, 8, 8), torch.tensor(5))
    assert torch.isfinite(out).all()


class Kernels(TorchDispatchMode):
    """Counts the convolutions that are really computed, by the dimensions of their input."""

    def __init__(self) -> None:
        super().__init__()
        self.dimensions: Counter[int] = Counter()

    def __torch_dispatch__(self, func: Any, types: object, args: Any = (), kwargs: Any = None) -> object:
        if func.overloadpacket in (torch.ops.aten.convolution, torch.ops.mkldnn._convolution_pointwise):
            self.dimensions[args[0].ndim] += 1
        return func(*args, **(kwargs or {}))


@pytest.mark.parametrize("memory", ["full", "fp8_layerwise", "group_offload"])
def test_no_plan_computes_a_convolution_in_three_dimensions(memory: str, tiny_model: Path) -> None:
    unet = load(tiny_model, full(memory=memory), quietly, go_on).denoiser
    with torch.no_grad(), Kernels() as kernels:
        predictor(unet, Text(torch.randn(1, 77, 32)))(torch.randn(1, 4, 2, 8, 8), torch.tensor(5))
    assert kernels.dimensions[4] > 0 and kernels.dimensions[5] == 0


@pytest.mark.parametrize("memory", ["model_offload", "group_offload"])
def test_offloaded_models_compute_the_same(memory: str, tiny_model: Path) -> None:
    ids, sample, text = torch.arange(10)[None], torch.ones(1, 4, 2, 8, 8), torch.ones(1, 77, 32)
    results = []
    for plan in (full(), full(memory=memory)):
        pipeline = load(tiny_model, plan, quietly, go_on)
        with torch.inference_mode():
            pipeline.move_to_device("text_encoder")
            features = pipeline.text_encoder(ids)[0]
            pipeline.move_to_device("denoiser")
            denoised = predictor(pipeline.denoiser, Text(text))(sample, torch.tensor(5))
            pipeline.move_to_device("vae")
            results.append((features, denoised, pipeline.vae.decode(sample[:, :, 0])))
    assert all(torch.allclose(a, b) for a, b in zip(*results, strict=True))


def test_loading_imports_no_compiler_and_no_model_library(tiny_model: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from t2v_desktop.engine.device import plan; from t2v_desktop.engine.load import load;"
        "from t2v_desktop.models.memory import footprint; from t2v_desktop.request import Request; folder = Path(sys.argv[1]);"
        "load(folder, plan(Request('any', device='cpu'), footprint(folder)), lambda _: None, lambda: None);"
        "print([name for name in ('torch._dynamo', 'torch._inductor', 'sympy', 'diffusers', 'transformers', 'accelerate') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tiny_model)], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_parameters_are_counted_from_the_headers(tiny_model: Path) -> None:
    pipeline = load(tiny_model, full(), quietly, go_on)
    assert count_parameters(tiny_model, MODELSCOPE)["unet"] == sum(p.numel() for p in pipeline.denoiser.parameters())
