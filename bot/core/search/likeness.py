"""How alike the titles of entries are to a query.

Owns the comparison of whole titles. Knows nothing of the words' scores in bodies and margins.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.core.search.index import Index, Reals
from bot.core.search.query import EXPANDED, Unit

Flags = NDArray[np.bool_]


def likeness(index: Index, units: Sequence[Unit], entries: Sequence[int]) -> list[float]:
    """Return for each entry how much of the query's information the title that is most alike says.

    A title says the information of the units that it holds, times the share of its own worth that these make up.
    """
    best = np.zeros(len(entries))
    terms = sorted({*(t for unit in units for t in unit.readings), *(t for u in units for p in u.phrases for t in p)})
    if not terms or not entries:
        return best.tolist()
    spans = [index.titles_of(entry) for entry in entries]
    written = np.concatenate([index.title_terms[span] for span in spans])
    place = np.full(len(index.values), -1, np.int32)
    place[terms] = np.arange(len(terms))
    term = place[written]
    hit = term >= 0
    term = term[hit]
    if not len(term):
        return best.tolist()
    titles, title = np.unique(np.concatenate([index.title_of[span] for span in spans])[hit], return_inverse=True)
    holds = np.zeros((len(titles), len(terms)), bool)
    holds[title, term] = True
    sureness, meant = _said(units, terms, holds)
    information = np.array([unit.information for unit in units])
    worth = np.array([index.values[t] for t in terms])[term] * meant[title, term]
    said = (sureness * information).sum(axis=1) * np.bincount(title, worth, len(titles)) / index.title_values[titles]
    owner = np.repeat(np.arange(len(spans)), [span.stop - span.start for span in spans])[hit]
    np.maximum.at(best, owner, said[title])
    return best.tolist()


def _said(units: Sequence[Unit], terms: Sequence[int], holds: Flags) -> tuple[Reals, Flags]:
    """Return how surely each title says each unit, and which of the terms that it holds it says them with."""
    place = {term: at for at, term in enumerate(terms)}
    sureness = np.zeros((len(holds), len(units)))
    meant = np.zeros_like(holds)
    for at, unit in enumerate(units):
        readings = [place[term] for term in unit.readings]
        if readings:
            sureness[:, at] = (holds[:, readings] * np.array(list(unit.readings.values()))).max(axis=1)
            meant[:, readings] = True
        for phrase in unit.phrases:
            whole = [place[term] for term in phrase]
            complete: Flags = np.all(holds[:, whole], axis=1)
            sureness[complete, at] = np.maximum(sureness[complete, at], EXPANDED)
            meant[:, whole] |= complete[:, np.newaxis]
    return sureness, meant
