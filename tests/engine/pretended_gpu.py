"""A pretended GPU: ordinary CPU tensors that obey a graphics card's rules, so that device faults show without a card.

Each storage knows the device it pretends to lie on. As on a real card: tensors of different devices do not mix, numpy cannot read them, MPS has no
float64 and no fused attention, a copy that doesn't wait must be waited for, more bytes than the card has are out of memory, and CUDA graphs replay what
was captured (pretended_graphs). A hollow card computes nothing: large tensors on it have a shape and no numbers, which counts the bytes of full-size
models in seconds.
Not pretended: kernels, their precision and their workspace, fragmentation, time.
"""

import math
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves, tree_map

from tests.engine.pretended_graphs import Graph, Pool, Recording

CPU = torch.device("cpu")
HOLLOW_BYTES = 64 * 1024  # from this size on a tensor of a hollow card has no numbers
MOVES = {"copy_", "_to_copy", "set_", "_has_compatible_shallow_copy_type"}  # may have tensors on two devices
BLIND = MOVES | {"detach", "alias", "view", "_unsafe_view", "t"}  # do not look at the numbers
INDEXING = {"index", "index_put", "index_put_", "_index_put_impl_", "_unsafe_index"}  # indices may lie on the CPU
WAITING = {"nonzero", "masked_select"}  # the program stands still until the card is done, as it does for these methods:
SCALARS = {"item", "tolist", "__bool__", "__int__", "__float__", "__index__"}
WORK = {"convolution", "addmm", "bmm", "conv2d", "linear", "matmul"}  # what a model consists of, the last three in inference mode; previews are a small mm
Tensor = torch.Tensor


def home(tensor: torch.Tensor) -> torch.device:
    """The device that `tensor` pretends to lie on."""
    with torch._C.DisableTorchFunction():
        return CPU if tensor.is_mkldnn else getattr(tensor.untyped_storage(), "home", tensor.device)  # packed weights have no storage to look at


def _bytes(tensor: torch.Tensor) -> int:
    return tensor.numel() * tensor.element_size()


class SideStream:
    """A stream beside the main one: `begun` copies were put on it, somebody has waited for the first `waited` of them."""

    def __init__(self, device: object = None) -> None:
        self.device, self.begun, self.waited = device, 0, 0

    def synchronize(self) -> None:
        self.waited = self.begun

    def record_event(self) -> "tuple[SideStream, int]":
        return self, self.begun

    def wait_stream(self, other: "SideStream") -> None:
        """What was put on the main stream is done at once here."""

    def wait_event(self, event: "tuple[SideStream, int]") -> None:
        stream, begun = event
        stream.waited = max(stream.waited, begun)


class Event:
    """Happens when what was put on its stream before it is done; to wait for it costs nothing if the card has work behind it."""

    def __init__(self, card: "Card", main: SideStream) -> None:
        self._card, self._stream, self._begun, self._queued = card, main, 0, 0

    def record(self, stream: SideStream) -> None:
        self._card.forbid("an event outside the capture") if self._card.recording else None
        self._stream, self._begun, self._queued = stream, stream.begun, self._card.queued

    def synchronize(self) -> None:
        self._card.wait(idle=self._card.queued == self._queued)
        self._stream.waited = max(self._stream.waited, self._begun)


class Card:
    """`used` bytes lie in tensors now, `peak` at most; `reserved` stay with the allocator until `empty_cache`.

    `waits` counts how often the card was left without work while the program waited for it, `beside` the matrix operations done on the CPU, `pinned` the
    bytes of locked host memory, `captures` (finished or not) and `replays` those of CUDA graphs.
    """

    def __init__(self, device: torch.device, total: int, hollow: bool) -> None:
        self.device, self.total, self.hollow = device, total, hollow
        self.used = self.peak = self.reserved = self.waits = self.beside = self.pinned = 0
        self.broken = ""  # what every product of matrices on the card raises
        self.free_told: int | None = None  # the free bytes that the driver speaks of, where these are not the true ones
        self.stream: SideStream | None = None
        self.current = 0
        self.captures = self.replays = self.queued = self.peak_told = 0
        self.recording: Recording | None = None  # of a capture that is under way, whose memory is that of `pool`
        self.pool: Pool | None = None
        self.pools: list[Pool] = []
        self.no_room_in_captures = False

    def forbid(self, what: str) -> None:
        """Say that a capture doesn't allow `what`. Raises RuntimeError."""
        assert self.recording is not None
        self.recording.broken = what
        raise RuntimeError(f"CUDA error: operation not permitted when stream is capturing: {what}")

    def wait(self, *, idle: bool = True) -> None:
        """The program waits for the card, which has no work behind what it waits for if `idle`."""
        if self.recording is not None:
            self.forbid("to wait for the card")
        self.waits += idle

    @property
    def allocated(self) -> int:
        """Bytes in tensors, without what graphs hold of memory that no tensor lies in."""
        return self.used - sum(pool.size - pool.used for pool in set(self.pools))

    def take(self, size: int) -> None:
        """Hold `size` bytes. Raises OutOfMemoryError where the card has no room."""
        if self.used + size > self.total or (self.recording is not None and self.no_room_in_captures):
            raise torch.OutOfMemoryError(f"{self.device.type.upper()} out of memory. Tried to allocate {size} bytes.")
        self.used += size
        self.peak, self.reserved, self.peak_told = max(self.peak, self.used), max(self.reserved, self.used), max(self.peak_told, self.allocated)

    def give(self, size: int) -> None:
        self.used -= size

    def lend(self, size: int) -> None:
        """Working memory that one operation takes and gives back."""
        self.take(size)
        self.give(size)

    def unpin(self, size: int) -> None:
        self.pinned -= size

    def empty_cache(self) -> None:
        if self.recording is not None:
            self.forbid("to free memory")
        self.reserved = self.used

    def reset_peak(self) -> None:
        self.peak_told = self.allocated

    def put(self, tensor: torch.Tensor, device: torch.device | None = None) -> torch.Tensor:
        """Say that the storage of `tensor` lies on `device`, the card where none is named."""
        device = device or self.device
        storage = tensor.untyped_storage()
        if device.type == "mps" and tensor.dtype is torch.float64:
            raise TypeError("Cannot convert a MPS Tensor to float64 dtype as the MPS framework doesn't support float64. Please use float32 instead.")
        if device == self.device:
            owner = self.pool or self
            owner.take(size := storage.nbytes())
            weakref.finalize(storage, owner.give, size).atexit = False
        storage.home = device  # type: ignore[attr-defined]
        return tensor


class Rules(TorchDispatchMode):
    """Holds every operation to the card's rules and counts what it makes."""

    def __init__(self, card: Card) -> None:
        super().__init__()
        self.card = card

    def __torch_dispatch__(self, func: Any, types: object, args: Any = (), kwargs: Any = None) -> Any:
        with torch._C.DisableTorchFunction():
            return self._held(func, func.overloadpacket.__name__, args, kwargs or {})

    def _held(self, func: Any, name: str, args: Any, kwargs: Any) -> Any:
        card = self.card
        tensors = [t for t in tree_leaves((args, kwargs)) if isinstance(t, Tensor)]
        homes = {home(t) for n, t in enumerate(tensors) if home(t) != CPU or (t.ndim and not (n and name in INDEXING))} - {torch.device("meta")}
        if len(homes) > 1 and name not in MOVES:
            raise RuntimeError(
                f"Expected all tensors to be on the same device, but found at least two devices, {' and '.join(sorted(map(str, homes)))}! ({func})"
            )
        copies = [t.untyped_storage().copied for t in tensors if not t.is_mkldnn and hasattr(t.untyped_storage(), "copied")]
        if name not in BLIND and any(stream.waited < number for stream, number in copies):
            raise RuntimeError(f"{func} reads what a side stream is still copying")
        where = home(tensors[0]) if tensors and name in MOVES else next(iter(homes), CPU)
        if where == card.device and name in WAITING:
            card.wait()
        card.queued += where == card.device and name in WORK
        card.beside += where == CPU and name in WORK
        if card.broken and where == card.device and name in WORK | {"mm"}:
            raise RuntimeError(card.broken)
        if card.hollow and any(t.is_meta and home(t) != t.device for t in tensors):
            args, kwargs = tree_map(_hollowed, (args, kwargs))
        if (capture := card.recording) is not None and where == card.device:
            if any(t.ndim and home(t) == CPU for t in tensors):
                card.forbid(f"{func} copies from ordinary memory")
            capture.before_operation(func, args, kwargs)
        made = func(*args, **kwargs)
        if capture is not None and where == card.device:
            capture.add(func, args, kwargs, made)
        for t in tree_leaves(made) if where == card.device or card.hollow else ():
            if isinstance(t, Tensor) and not t.is_mkldnn and not hasattr(t.untyped_storage(), "home") and (where == card.device or t.is_meta):
                card.put(t, where)
        return made


def _hollowed(value: object) -> object:
    """A tensor as one without numbers, so that it works together with those that have none."""
    return value.to("meta") if isinstance(value, Tensor) and value.ndim and not value.is_meta else value


class Disguise(TorchFunctionMode):
    """Lets Python see pretended devices: `tensor.device`, moves, factory functions."""

    def __init__(self, card: Card, main: SideStream) -> None:
        super().__init__()
        self.card, self.main = card, main
        kind = card.device.type
        self.instead: dict[Any, Callable[..., Any]] = {
            Tensor.device.__get__: home,  # type: ignore[attr-defined]
            Tensor.is_cuda.__get__: lambda t: home(t).type == "cuda",  # type: ignore[attr-defined]
            Tensor.is_mps.__get__: lambda t: home(t).type == "mps",  # type: ignore[attr-defined]
            Tensor.is_cpu.__get__: lambda t: home(t).type == "cpu",  # type: ignore[attr-defined]
            Tensor.is_meta.__get__: lambda t: home(t).type == "meta",  # type: ignore[attr-defined]
            Tensor.to: self._to,
            Tensor.cpu: lambda t, **_: self._moved(t, CPU, t.dtype),
            Tensor.cuda: lambda t, *_, **__: self._moved(t, torch.device(kind, 0), t.dtype),
            Tensor.numpy: self._numpy,
            Tensor.pin_memory: self._pinned,
            Tensor.is_pinned: lambda t, *_: hasattr(t.untyped_storage(), "pinned"),
            F.scaled_dot_product_attention: self._attention,
        }

    def __torch_function__(self, func: Any, types: object, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if getattr(func, "__name__", "") in SCALARS and isinstance(args[0], Tensor):
            if home(args[0]) == self.card.device:
                self.card.wait()
            with torch._C.DisableTorchFunction():
                return True if args[0].is_meta else func(*args)
        if func in self.instead:
            return self.instead[func](*args, **kwargs)
        if kwargs.get("device") is not None and (device := self._real(kwargs["device"])).type not in ("cpu", "meta"):
            if getattr(kwargs.get("generator"), "device", device) != device:
                raise RuntimeError(f"Expected a '{device.type}' device type for generator but found 'cpu'")
            return self._new(func, args, kwargs, device)
        return func(*args, **kwargs)

    def _new(self, func: Any, args: Any, kwargs: Any, device: torch.device) -> torch.Tensor:
        """A new tensor on the card; its values come from the CPU only if Python holds them."""
        if func in (torch.tensor, torch.as_tensor):
            return self._moved(func(*args, **(kwargs | {"device": CPU})), device, None)
        with torch.utils._python_dispatch._disable_current_modes():
            made = func(*args, **(kwargs | {"device": CPU}))
            if made.is_meta or (self.card.hollow and _bytes(made) >= HOLLOW_BYTES):
                return self.card.put(torch.empty(made.shape, dtype=made.dtype, device="meta"), device)
        if self.card.recording is not None:
            self.card.recording.add(func, args, kwargs | {"device": CPU}, made)
        return self.card.put(made, device)

    def _real(self, name: Any) -> torch.device:
        """The device of that name, with its number. Raises RuntimeError where this computer has none."""
        device, own = torch.device(name), self.card.device
        if device.type in ("cpu", "meta"):
            return torch.device(device.type)
        if device.type != own.type or (device.index or 0) > (own.index or 0):
            raise RuntimeError(f"there is no device {device}: invalid device ordinal")
        if device.index is None and own.type == "cuda":
            return torch.device("cuda", self.card.current)
        return torch.device(device.type, device.index or 0)

    def _to(self, t: torch.Tensor, *args: Any, copy: bool = False, memory_format: Any = None, **kwargs: Any) -> torch.Tensor:
        if args and isinstance(args[0], Tensor):
            args = (home(args[0]), args[0].dtype, *args[1:])
        device, dtype, beside, layout = torch._C._nn._parse_to(*args, **kwargs)
        del layout
        return self._moved(t, device, dtype, copy=copy, beside=beside)

    def _moved(self, t: torch.Tensor, device: Any, dtype: torch.dtype | None, *, copy: bool = False, beside: bool = False) -> torch.Tensor:
        card, was, dtype = self.card, home(t), dtype or t.dtype
        there = was if device is None else self._real(device)
        if "meta" in (was.type, there.type):
            return t.to(there, dtype, copy=copy)
        if there == was:
            if card.hollow and t.dtype in (torch.float16, torch.bfloat16) and not t.is_meta and _bytes(t) >= HOLLOW_BYTES:  # weights, just read from their file
                return card.put(torch.empty(t.shape, dtype=dtype, device="meta"), there)
            if dtype is t.dtype and not copy:
                return t
            with torch.inference_mode(torch.is_inference_mode_enabled() and not isinstance(t, nn.Parameter)):
                return t.to(dtype, copy=copy)
        if not {was, there} <= {CPU, card.device}:
            raise RuntimeError(f"nothing lies on {there} in this test: the work belongs on {card.device}")
        without_waiting = beside and (there == CPU or hasattr(t.untyped_storage(), "pinned"))
        if card.recording is not None:
            card.forbid(f"a copy from {was} to {there}")
        if not without_waiting:
            card.wait()
        with torch.utils._python_dispatch._disable_current_modes():
            moved = self._copied(t, there, dtype)
        stream = card.stream or (self.main if there == CPU else None)  # what follows on the main stream comes after a copy to the card there
        if beside and stream is not None:
            stream.begun += 1
            moved.untyped_storage().copied = stream, stream.begun  # type: ignore[attr-defined]
        return card.put(moved, there) if there == card.device or moved.is_meta else moved

    def _copied(self, t: torch.Tensor, there: torch.device, dtype: torch.dtype) -> torch.Tensor:
        """The numbers of `t`; on a hollow card none, and at its way out of there any."""
        hollow = self.card.hollow and _bytes(t) >= HOLLOW_BYTES
        if hollow and (there != CPU or isinstance(t, nn.Parameter)):
            with torch.inference_mode(False):  # to stand in for a weight, which is no tensor of inference mode
                return torch.empty(t.shape, dtype=dtype, device="meta")
        if not t.is_meta:
            return t.to(dtype, copy=True)
        if dtype is torch.bool:  # whatever is asked, the answer is yes
            return torch.ones(t.shape, dtype=dtype)
        return torch.randint(0, 256, t.shape, dtype=dtype) if dtype is torch.uint8 else torch.zeros(t.shape, dtype=dtype)

    def _numpy(self, t: torch.Tensor, **kwargs: Any) -> np.ndarray[Any, Any]:
        if home(t) != CPU:
            raise TypeError(f"can't convert {home(t)} device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first.")
        return t.numpy(**kwargs)

    def _pinned(self, t: torch.Tensor, *_: object) -> torch.Tensor:
        if home(t) != CPU:
            raise RuntimeError(f"cannot pin '{home(t)}' only dense CPU tensors can be pinned")
        with torch.utils._python_dispatch._disable_current_modes():
            pinned = torch.empty(t.shape, dtype=t.dtype, device="meta") if t.is_meta or (self.card.hollow and _bytes(t) >= HOLLOW_BYTES) else t.clone()
        storage = pinned.untyped_storage()
        storage.home, storage.pinned = CPU, True  # type: ignore[attr-defined]
        self.card.pinned += (size := _bytes(pinned))
        weakref.finalize(storage, self.card.unpin, size).atexit = False
        return pinned

    def _attention(self, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, *args: Any, **kwargs: Any) -> torch.Tensor:
        """CUDA has fused kernels; MPS writes the scores and their softmax to memory."""
        where = home(query)
        if where == self.card.device and where.type == "mps":
            self.card.lend(2 * math.prod(query.shape[:-1]) * key.shape[-2] * query.element_size())
        if query.is_meta:
            return query.new_empty((*query.shape[:-1], value.shape[-1]))
        return F.scaled_dot_product_attention(query, key, value, *args, **kwargs)


@contextmanager
def card(name: str = "cuda:0", total: int = 8 * 2**30, *, hollow: bool = False, taken: int = 0) -> Iterator[Card]:
    """A computer with the graphics card `name` of `total` bytes, of which other programs hold `taken`; cuda:1 is the second of two."""
    kind = torch.device(name).type
    number = torch.device(name).index or 0
    gpu, main = Card(torch.device(kind, number), total - taken, hollow), SideStream()

    @contextmanager
    def on_stream(side: SideStream) -> Iterator[None]:
        before, gpu.stream = gpu.stream, side
        try:
            yield
        finally:
            gpu.stream = before

    def set_device(device: Any) -> None:
        gpu.current = torch.device(device).index or 0

    def new_stream(device: Any = None, **_: object) -> SideStream:
        if gpu.current != number:
            raise RuntimeError(f"a stream of cuda:{gpu.current} copies nothing to cuda:{number}")
        return SideStream(device)

    instead: list[tuple[Any, dict[str, Any]]] = [
        (torch.cuda, {
            "is_available": lambda: kind == "cuda", "device_count": lambda: number + 1 if kind == "cuda" else 0, "current_device": lambda: gpu.current,
            "set_device": set_device, "mem_get_info": lambda _=None: (gpu.free_told or gpu.total - gpu.reserved, total), "empty_cache": gpu.empty_cache,
            "Stream": new_stream, "current_stream": lambda *_: gpu.stream or main, "stream": on_stream, "synchronize": lambda *_: gpu.wait(),
            "Event": lambda **_: Event(gpu, main), "CUDAGraph": lambda: Graph(gpu),
            "get_device_name": lambda _=None: "Pretended GPU", "get_device_capability": lambda _=None: (8, 6),
            "memory_reserved": lambda _=None: gpu.reserved, "memory_allocated": lambda _=None: gpu.allocated,
            "max_memory_allocated": lambda _=None: gpu.peak_told, "reset_peak_memory_stats": lambda _=None: gpu.reset_peak(),
        }),
        (torch.backends.mps, {"is_available": lambda: kind == "mps"}),
        (torch.mps, {
            "empty_cache": gpu.empty_cache, "recommended_max_memory": lambda: gpu.total, "driver_allocated_memory": lambda: gpu.reserved,
            "current_allocated_memory": lambda: gpu.used, "synchronize": lambda: None,
        }),
        (torch.accelerator, {"is_available": lambda *_, **__: True, "empty_host_cache": lambda: None}),
    ]  # fmt: skip
    with ExitStack() as stack:
        for owner, values in instead:
            for attribute, value in values.items():
                stack.enter_context(patch.object(owner, attribute, value))
        stack.enter_context(Rules(gpu))
        stack.enter_context(Disguise(gpu, main))
        yield gpu
