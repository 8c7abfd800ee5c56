from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from t2v_desktop.clip import Clip, Marks, Origin
from t2v_desktop.errors import InvalidRequest
from t2v_desktop.library import selection
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database
from t2v_desktop.library.filters import Filter, Missing, Sort
from t2v_desktop.request import ChosenLora, Request

WAN = "wan2.1-t2v-1.3b"
MADE = [
    Request("Zebra at dawn", seed=11),
    Request("élan in the snow", model=WAN, width=832, height=480, scheduler="unipc", seed=2024, loras=(ChosenLora("Film grain"),)),
    Request("a panda eats", preset="draft", seed=33),
    Request("zebra at dawn", strength=0.5, width=256, height=256),
    Request("a panda waves", model=f"/home/somebody/{WAN}", continued_frames=4),
]


@pytest.fixture
def clips(library: Database) -> Clips:
    return Clips(library)


@pytest.fixture
def ids(clips: Clips, tmp_path: Path) -> list[int]:
    """The ids of clips with the requests MADE, which were made one second after another."""
    for n, request in enumerate(MADE):
        path = tmp_path / f"{n}.mp4"
        path.touch()
        clips.add(Clip(path, path.with_suffix(".png"), request, 1000.0 + n))
    return list(clips.ids(Filter(sort=Sort.OLDEST)))


Found = Callable[..., list[int]]


@pytest.fixture
def found(clips: Clips, ids: list[int]) -> Found:
    """The numbers in MADE of the clips that a filter selects."""

    def found(**wanted: Any) -> list[int]:
        chosen = list(clips.ids(Filter(**wanted)))
        assert clips.count(Filter(**wanted)) == len(chosen)
        return [ids.index(number) for number in chosen]

    return found


def test_each_sort_has_its_order(clips: Clips, ids: list[int], found: Found) -> None:
    clips.rate([ids[1], ids[3]], 4)
    clips.rate([ids[2]], 5)
    assert found() == [4, 3, 2, 1, 0] == found(sort=Sort.NEWEST)
    assert found(sort=Sort.OLDEST) == [0, 1, 2, 3, 4]
    assert found(sort=Sort.RATING) == [2, 3, 1, 4, 0]
    assert found(sort=Sort.PROMPT) == [2, 4, 1, 3, 0]  # without case and accents, newer first among equals


CONDITIONS: dict[str, tuple[dict[str, Any], list[int]]] = {
    "model": ({"model": WAN}, [4, 1]),
    "size": ({"size": (256, 256)}, [3]),
    "origin": ({"origin": Origin.CONTINUED}, [4]),
    "rendered": ({"origin": Origin.RENDERED}, [2, 1, 0]),
    "dates": ({"from_s": 1001.0, "until_s": 1003.0}, [2, 1]),
    "from a date": ({"from_s": 1003.0}, [4, 3]),
    "stars": ({"stars": 3}, [2, 1]),
    "favourites": ({"favourite": True}, [3, 1]),
    "tag": ({"tags": ("night",)}, [4, 1]),
    "two tags": ({"tags": ("night", "Beach")}, [1]),
    "part of a tag": ({"tags": ("nigh",)}, []),
    "prompt": ({"search": "zebra"}, [3, 0]),
    "prompt by name": ({"search": "panda", "sort": Sort.PROMPT}, [2, 4]),
    "model name": ({"search": "wan2.1"}, [4, 1]),
    "seed": ({"search": "2024"}, [1]),
    "size in words": ({"search": "832x480"}, [1]),
    "size as shown": ({"search": "832 × 480"}, []),
    "size with a cross": ({"search": "832×480"}, [1]),
    "scheduler": ({"search": "unipc"}, [1]),
    "preset": ({"search": "draft"}, [2]),
    "LoRA": ({"search": "film gra"}, [1]),
    "tag in words": ({"search": "beach élan"}, [1]),
    "all at once": ({"search": "élan", "model": WAN, "size": (832, 480), "stars": 3, "favourite": True, "tags": ("night",), "from_s": 1.0}, [1]),
    "folder of a model": ({"search": "somebody"}, []),
}  # fmt: skip


@pytest.mark.parametrize(("wanted", "numbers"), CONDITIONS.values(), ids=CONDITIONS)
def test_a_filter_selects_the_clips_that_meet_all_conditions(wanted: dict[str, Any], numbers: list[int], clips: Clips, ids: list[int], found: Found) -> None:
    clips.rate(ids[1:3], 3)
    clips.set_favourite([ids[1], ids[3]], True)
    clips.add_tags([ids[1], ids[4]], ["night"])
    clips.add_tags([ids[1]], ["Beach"])
    assert found(**wanted) == numbers


def test_missing_clips_are_hidden_shown_or_listed_alone(clips: Clips, ids: list[int], found: Found, tmp_path: Path) -> None:
    (tmp_path / "1.mp4").unlink()
    assert [listed.missing for listed in clips.by_ids(ids)] == [False, True, False, False, False]
    assert found() == [4, 3, 2, 0] and found(missing=Missing.SHOWN) == [4, 3, 2, 1, 0] and found(missing=Missing.ONLY) == [1]
    assert clips.models() == {"starter": 3, WAN: 1} and (832, 480) not in clips.sizes()
    clips.recheck_files()
    assert found() == [4, 3, 2, 1, 0]
    tmp_path.rename(tmp_path.with_name("unplugged"))
    assert found() == [] == found(search="zebra") and found(missing=Missing.ONLY, search="zebra") == [3, 0] and clips.models() == {}
    tmp_path.with_name("unplugged").rename(tmp_path)


def test_the_menus_list_models_sizes_and_tags_with_their_counts(clips: Clips, ids: list[int]) -> None:
    clips.add_tags(ids[:3], ["night"])
    clips.add_tags(ids[:1], ["beach"])
    assert clips.models() == {"starter": 3, WAN: 2}
    assert clips.sizes() == {(128, 128): 3, (832, 480): 1, (256, 256): 1}
    assert clips.tags() == {"night": 3, "beach": 1}


def test_clips_are_read_in_the_order_of_their_ids_without_removed_ones(clips: Clips, ids: list[int], tmp_path: Path) -> None:
    clips.remove([tmp_path / "2.mp4"])
    assert [(listed.id, listed.clip.request) for listed in clips.by_ids([ids[3], ids[2], ids[0], 77])] == [(ids[3], MADE[3]), (ids[0], MADE[0])]


def test_marks_of_many_clips_change_at_once_and_back(clips: Clips, ids: list[int]) -> None:
    clips.rate(ids, 2)
    clips.add_tags(ids, ["a"])
    before = {listed.id: listed.marks for listed in clips.by_ids(ids)}
    clips.rate(ids[:2], 5)
    clips.set_favourite(ids[1:], True)
    clips.add_tags(ids[:1], ["sea"])
    assert [listed.marks for listed in clips.by_ids(ids[:2])] == [Marks(5, False, ("a", "sea")), Marks(5, True, ("a",))]
    clips.set_marks(before)
    assert {listed.id: listed.marks for listed in clips.by_ids(ids)} == before and list(clips.ids(Filter("sea"))) == []
    clips.rate(ids, 0)
    assert {listed.marks.stars for listed in clips.by_ids(ids)} == {0}


def test_a_tag_keeps_the_spelling_that_it_has_in_the_library(clips: Clips, ids: list[int]) -> None:
    clips.add_tags(ids[:1], ["Night  sky\u202e"])
    clips.add_tags(ids[:2], ["night sky", "Zürich"])
    assert clips.tags() == {"Night sky": 2, "Zürich": 2}
    assert clips.by_ids(ids[:1])[0].marks.tags == ("Night sky", "Zürich")
    clips.remove_tags(ids, ["NIGHT SKY"])
    assert clips.tags() == {"Zürich": 2} and list(clips.ids(Filter("sky"))) == []


@pytest.mark.parametrize("name", ["", "  \n", "\u200b\x07", "long" * 30])
def test_a_name_that_is_no_tag_changes_nothing(name: str, clips: Clips, ids: list[int]) -> None:
    with pytest.raises(InvalidRequest, match="tag"):
        clips.add_tags(ids, ["good", name])
    assert clips.tags() == {}


def test_too_many_tags_on_one_clip_change_none(clips: Clips, ids: list[int]) -> None:
    clips.add_tags(ids[-1:], [f"tag {n}" for n in range(45)])
    with pytest.raises(InvalidRequest, match="50"):
        clips.add_tags(ids, [f"other {n}" for n in range(10)])
    assert len(clips.tags()) == 45


@pytest.mark.parametrize("stars", [-1, 6])
def test_a_rating_has_up_to_five_stars(stars: int, clips: Clips, ids: list[int]) -> None:
    with pytest.raises(ValueError, match="0 to 5"):
        clips.rate(ids, stars)
    with pytest.raises(ValueError, match="0 to 5"):
        Filter(stars=stars)


def test_a_clip_that_is_added_again_keeps_its_marks_until_it_is_another_clip(clips: Clips, ids: list[int], tmp_path: Path) -> None:
    clips.rate(ids[:1], 4)
    (before,) = clips.by_ids(ids[:1])
    clips.add(before.clip)
    assert clips.by_ids(ids[:1]) == [before]
    clips.add(Clip(before.clip.path, before.clip.poster, Request("another"), 1000.0))
    assert clips.by_ids(ids[:1])[0].marks == Marks()


def test_removing_and_restoring_keeps_marks_and_origin(clips: Clips, library: Database, tmp_path: Path) -> None:
    path = tmp_path / "from elsewhere.mp4"
    path.touch()
    clips.add(Clip(path, path.with_suffix(".png"), Request("a gift")), Origin.IMPORTED)
    ids = clips.ids()
    clips.rate(ids, 3)
    clips.add_tags(ids, ["sea"])
    before = clips.by_ids(ids)
    removed = clips.remove([path])
    assert clips.by_ids(ids) == [] and clips.count() == 0
    clips.restore(removed)
    assert clips.by_ids(ids) == before == Clips(library).by_ids(ids) and list(clips.ids(Filter("sea", origin=Origin.IMPORTED))) == list(ids)


PLANS = [Filter(), *(wanted for values, _ in CONDITIONS.values() if (wanted := Filter(**values))), Filter(missing=Missing.ONLY)]


@pytest.mark.parametrize("sort", Sort)
def test_filters_read_indexes_alone_and_sort_nothing(sort: Sort, library: Database, ids: list[int]) -> None:
    for wanted, any_gone in product(PLANS, (True, False)):
        query, values = selection.select("id", replace(wanted, sort=sort), "7", any_gone=any_gone)
        steps = [step for *_, step in library.rows(f"EXPLAIN QUERY PLAN {query}", values)]
        assert f"USING COVERING INDEX {selection.ORDERS[sort][0]}" in steps[0], (wanted, steps)
        others = [step for step in steps[1:] if not step.startswith(("USING ROWID SEARCH ON TABLE gone", "LIST SUBQUERY", "SCAN clip_words VIRTUAL"))]
        assert others == [], wanted


@pytest.mark.parametrize("of", ["models", "sizes", "tags"])
def test_menus_read_indexes_alone(of: str, library: Database, clips: Clips, ids: list[int]) -> None:
    seen: list[str] = []
    with library.transaction() as connection:
        connection.set_trace_callback(seen.append)
        getattr(clips, of)()
        connection.set_trace_callback(None)
        steps = [step for query in seen if "GROUP BY" in query for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert len(steps) == 1 and "USING COVERING INDEX" in steps[0]
