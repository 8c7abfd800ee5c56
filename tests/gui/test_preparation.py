from t2v_desktop.errors import UnknownModel
from t2v_desktop.events import WarmUp
from t2v_desktop.gui.preparation import AGAIN_S, Preparation
from t2v_desktop.models.store import Model, find
from t2v_desktop.request import Request


def test_the_engine_is_prepared_once_for_each_kind_of_request_and_again_after_it_has_ended() -> None:
    sent, now, started = list[WarmUp](), [0.0], [True]

    def model(name: str) -> Model:
        if name == "gone":
            raise UnknownModel("it is gone")
        return find(name)

    preparation = Preparation(sent.append, lambda: started[0], model, lambda: now[0])
    for prompt in ("a", "a c", "a cat"):
        preparation.prepare(Request(prompt, seed=len(prompt)))
    (first,) = sent
    assert first.model_folder == str(find("starter").folder) and first.request is not None and Request("a dog").within(first.request)
    preparation.prepare(Request("a cat", width=192))
    assert len(sent) == 2
    started[0], now[0] = False, now[0] + AGAIN_S - 1
    preparation.prepare(Request("a cats", width=192))
    assert len(sent) == 2, "an engine that does not start is not started at each key"
    now[0] += 2
    preparation.prepare(Request("a cats", width=192))
    assert len(sent) == 3
    preparation.prepare(Request("a cat", model="gone"))
    assert len(sent) == 3
