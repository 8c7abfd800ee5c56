"""One folder for each model family: how its parts are built and used."""

from t2v_desktop.engine.families import modelscope, wan
from t2v_desktop.engine.family import EngineFamily

ENGINE_FAMILIES: dict[str, EngineFamily] = {"modelscope": modelscope, "wan": wan}  # by models.family.Family.name
