"""Finds what a prompt asks for that a model with a small vocabulary doesn't know."""

import re
from collections.abc import Set

# words that ask for no thing of their own: a model may ignore them
_NEUTRAL = """
a an the this that these those it its and or with without of to in on at by from into onto over under above below behind beside
between across along around through against near inside outside upon toward towards as for while then is are was be being there here
one some each every both all no not very more less most much many so too just only also again back forth together away
show shows showing shown make makes draw draws create creates render give please i we you me want see seen looking looks look like
video clip animation film movie short gif loop looping scene shot picture image frame screen view simple plain flat solid single
slowly slow quickly quick fast smoothly smooth gently gentle steadily softly briefly suddenly endlessly constantly continuously
middle center centre centred centered side sides top bottom edge corner front upper lower
colour color coloured colored colourful colorful bright dark light pure shape shapes shaped object thing
seconds second times time twice once first last next other another same different
two a's pair
"""
NEUTRAL = frozenset(_NEUTRAL.split())
WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*")


def unknown_words(prompt: str, known: Set[str]) -> list[str]:
    """The words of an English prompt that are neither `known` nor ask for nothing, in their order. A word still being typed at the end is left out."""
    found = dict.fromkeys(word for word in WORD.findall(prompt.lower()) if not _is_known(word, known))
    last = WORD.search(prompt.lower()[::-1]) if prompt[-1:].isalpha() else None
    if last is not None:
        typed = last[0][::-1]
        if any(word.startswith(typed) for word in known | NEUTRAL):
            found.pop(typed, None)
    return list(found)


def _is_known(word: str, known: Set[str]) -> bool:
    if word in known or word in NEUTRAL:
        return True
    parts = re.split("['’-]", word)
    return len(parts) > 1 and all(part in known or part in NEUTRAL or len(part) < 2 for part in parts)
