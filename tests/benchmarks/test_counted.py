"""What a step and a decode of the starter do, counted: a change that makes them more work fails here, whatever the computer is busy with."""

import pytest
import torch

from benchmarks.counted import Counter, Work, count
from t2v_desktop.engine.layers import can_pack
from t2v_desktop.models.store import find

STEP = Work(flop=11_060_000_000, calls=750, copied=6_750_000)  # diffusers' UNet3D does 12.6 GFLOP for the same
DECODE = Work(flop=14_810_000_000, calls=125, copied=32_100_000)


def test_operators_are_counted_by_what_they_do() -> None:
    a, b = torch.ones(4, 6), torch.ones(6, 5)
    with Counter() as counter:
        (a @ b).t().contiguous()
        torch.nn.functional.conv2d(torch.ones(1, 2, 4, 4), torch.ones(3, 2, 3, 3), padding=1)
    assert counter.work.flop == 2 * 4 * 5 * 6 + 2 * 3 * 16 * 2 * 9
    assert counter.work.copied == 4 * 5 * 4


@pytest.mark.skipif(not can_pack(torch.float32), reason="this build of torch has no packed layers")
def test_a_step_and_a_decode_are_no_more_work_than_they_were() -> None:
    for made, most in zip(count(find("starter")), (STEP, DECODE), strict=True):
        assert made.flop <= most.flop and made.calls <= most.calls and made.copied <= most.copied, (made, most)
