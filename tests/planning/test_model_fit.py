"""Whether known models would fit a computer, and how long a clip would take there, before they are downloaded."""

import pytest

from t2v_desktop.library.runs import Run
from t2v_desktop.models.catalogue import CATALOG, ENTRIES
from t2v_desktop.models.full_size import full_size
from t2v_desktop.models.memory import count_parameters
from t2v_desktop.models.store import find
from t2v_desktop.planning.devices import Device
from t2v_desktop.planning.model_fit import measured_flop_s, model_fit

GB = 10**9
CPU, CARD = Device("cpu"), Device("cuda:0", "a card", "fp16")
MS, XL, WAN = (CATALOG[name] for name in ("text-to-video-ms-1.7b", "zeroscope_v2_XL", "wan2.1-t2v-1.3b"))


def run(denoise_s: float, load_s: float = 0.0, device: str = "cpu") -> Run:
    return Run("starter", device, 128, 128, 16, 24.0, {"denoise": denoise_s, "load": load_s}, 1)


def test_every_known_model_but_the_built_in_one_has_a_full_size() -> None:
    for entry in ENTRIES:
        size = full_size(entry)
        assert (size is None) == (entry.name == "starter")
        if size is not None:
            assert set(size.parameters) == set(size.family.part_names)
            assert entry.width % size.shape.grid == 0 and entry.height % size.shape.grid == 0 and size.shape.takes(entry.num_frames)


def test_a_small_card_fits_the_models_whose_least_need_it_has() -> None:
    small, large = model_fit(XL, CARD, 4 * GB, 2, None), model_fit(XL, CARD, 8 * GB, 2, None)
    assert small is not None and large is not None
    assert (small.fits, large.fits) == (False, True) and 4 * GB < small.needs_bytes == large.needs_bytes < 8 * GB
    at_limit = model_fit(XL, CARD, small.needs_bytes + 1, 2, None)
    assert at_limit is not None and at_limit.fits
    assert small.seconds is None  # a card's speed is unknown before its first clip


def test_on_a_cpu_the_time_follows_from_the_speed_measured_here() -> None:
    guess, slow, fast = (model_fit(MS, CPU, 16 * GB, 2, speed) for speed in (None, 50e9, 100e9))
    assert guess is not None and slow is not None and fast is not None
    assert guess.seconds is not None and slow.seconds is not None and fast.seconds is not None
    assert (guess.measured, slow.measured, fast.measured) == (False, True, True)
    assert slow.seconds == pytest.approx(2 * fast.seconds) and 1_000 < fast.seconds < 10_000
    larger = model_fit(WAN, CPU, 16 * GB, 2, 100e9)
    assert larger is not None and larger.seconds is not None and larger.seconds > 10 * fast.seconds


def test_the_speed_comes_from_at_least_two_runs_with_the_model_in_memory() -> None:
    starter = find("starter")
    parameters = count_parameters(starter.folder, starter.family)
    assert measured_flop_s(starter, parameters, []) is None
    assert measured_flop_s(starter, parameters, [run(1.0), run(9.0, load_s=1.0), run(0.1, device="cuda:0")]) is None
    one, two = (measured_flop_s(starter, parameters, [run(s)] * 2) for s in (1.0, 2.0))
    assert one is not None and two is not None and one == pytest.approx(2 * two)
    work = starter.family.flop(starter.request("any"), parameters, starter.shape)[0]
    assert starter.request("any").evaluations(None) == 24 and one == pytest.approx(work)


def test_nothing_is_said_about_what_is_not_known() -> None:
    assert model_fit(CATALOG["starter"], CPU, 16 * GB, 2, None) is None
    assert model_fit(MS, None, None, 2, None) is None
    assert model_fit(MS, CARD, None, 2, None) is None
