"""Guesses whether a prompt is in English, the only language of the models."""

import re
import unicodedata

# short lower-case words typical of other languages in Latin script
_FOREIGN = """
der das und ein eine einen einem einer auf dem mit nach sich ist nicht un une le les et est dans avec du vers qui el los las una
con por del que sobre il gli che della nel verso een het van op naar och som på ett från um uma não para przez jest się bir ile
dengan yang di
"""
_ENGLISH = "the a an of in on and is are with at over to from by under into this that while across its his her their"
FOREIGN_WORDS, ENGLISH_WORDS = frozenset(_FOREIGN.split()), frozenset(_ENGLISH.split())


def foreign_script(text: str) -> str:
    """The name of the first non-Latin script in `text`, "" if there is none."""
    for character in text:
        if character.isalpha():
            name = unicodedata.name(character, "LATIN").split()[0]
            if name not in ("LATIN", "MODIFIER", "FEMININE", "MASCULINE", "MICRO", "FULLWIDTH"):
                return "Chinese or Japanese" if name == "CJK" else name.capitalize()
    return ""


def looks_english(text: str) -> bool:
    """A guess, good enough for a hint: no other script, and not more foreign short words than English ones."""
    if foreign_script(text):
        return False
    words = re.findall(r"[^\W\d_]+", text)
    return sum(word in FOREIGN_WORDS for word in words) <= sum(word.lower() in ENGLISH_WORDS for word in words)
