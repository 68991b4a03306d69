"""Breaking a formula into lines, as a typesetter would: between clauses before anything else, then
before a relation, last before a plus or a minus; and rather a little smaller than broken badly.

Pure: works on LaTeX and on measured widths. The choice of breaks is the least total cost over all
ways to break, as in D. E. Knuth and M. F. Plass, "Breaking Paragraphs into Lines" (1981).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)
_OPENING = frozenset(["{", "(", "[", r"\{", r"\lbrace", r"\langle", r"\lfloor", r"\lceil", r"\left"])
_CLOSING = frozenset(["}", ")", "]", r"\}", r"\rbrace", r"\rangle", r"\rfloor", r"\rceil", r"\right"])
_CLAUSE_SPACES = frozenset([r"\quad", r"\qquad"])
_SPACES = _CLAUSE_SPACES | {r"\,", r"\;", r"\:", r"\ ", r"\!", "~"}
_RELATIONS = frozenset(
    r"""= < > \leq \le \geq \ge \neq \ne \approx \equiv \sim \simeq \propto \rightarrow \Rightarrow \to \leftarrow
    \Leftrightarrow \ll \gg \lesssim \gtrsim""".split()  # noqa: SIM905
)
_SIGNS = frozenset(["+", "-", r"\pm"])
_EXPECTANT = _RELATIONS | _OPENING | {*",;:^_/|", r"\|", r"\mid", r"\in", r"\cdot", r"\times", r"\not"}
"""After these a sign belongs to what follows."""

_SCALES = (1.0, 0.95, 0.9, 0.85, 0.8)
_SHRINKING = 40.0
"""The cost of losing the whole size; a tenth of it costs as much as a third of a break at a relation."""
_STUMP = 0.2
"""A line that fills less than this share looks forgotten."""
_STUMP_COST = 5.0
_OVERFULL_COST = 1000.0


class Break(Enum):
    """A place where a line may begin: its cost, and the indent of the line in ems."""

    START = (0.0, 0.0)
    CLAUSE = (5.0, 0.0)
    RELATION = (11.0, 1.0)
    SIGN = (13.0, 2.0)

    @property
    def cost(self) -> float:
        """What it costs to begin a line here."""
        return self.value[0]

    @property
    def indent(self) -> float:
        """How far such a line is moved to the right, in ems."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a formula that is not broken, and the space before it within a line, in ems."""

    latex: str
    kind: Break
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Lines:
    """The chosen layout: slices of the pieces, and the scale at which they fit."""

    slices: tuple[slice, ...]
    scale: float


def pieces(latex: str) -> list[Piece]:
    """Cut a formula where a line may begin, with large fractions where there is room for them."""
    found: list[Piece] = []
    for tokens, kind in _cut(latex):
        end = len(tokens)
        while end and (tokens[end - 1].isspace() or tokens[end - 1] in _SPACES):
            end -= 1
        gap = 1.2 if found and kind is Break.CLAUSE else 0.0
        # An empty group before it tells mathtext that a sign has a left operand.
        found.append(Piece(("{}" if kind is Break.SIGN else "") + _displayed(tokens[:end]), kind, gap))
    return found


def lay_out(parts: Sequence[Piece], widths: Sequence[float], limit: float) -> Lines:
    """Choose the breaks and the scale of least cost. Widths and the limit are in ems."""
    options = []
    for scale in _SCALES:
        cost, slices = _best_breaks(parts, widths, limit / scale)
        options.append((cost + _SHRINKING * (1 - scale), -scale, slices))
    _, scale, slices = min(options, key=lambda option: option[:2])
    widest = max(line_width(parts, widths, piece) for piece in slices)
    return Lines(slices, min(-scale, limit / widest))


def line_width(parts: Sequence[Piece], widths: Sequence[float], line: slice) -> float:
    """Return the width of some pieces as one line with its indent, in ems."""
    first, *others = parts[line]
    return first.kind.indent + sum(widths[line]) + sum(part.gap for part in others)


def _best_breaks(parts: Sequence[Piece], widths: Sequence[float], limit: float) -> tuple[float, tuple[slice, ...]]:
    best: list[tuple[float, tuple[slice, ...]]] = [(0.0, ())]
    for end in range(1, len(parts) + 1):
        candidates = []
        for start in range(end):
            cost, before = best[start]
            line = slice(start, end)
            share = line_width(parts, widths, line) / limit
            cost += parts[start].kind.cost + _OVERFULL_COST * max(0.0, share - 1)
            if share < _STUMP and end < len(parts):
                cost += _STUMP_COST
            candidates.append((cost, (*before, line)))
        best.append(min(candidates, key=lambda candidate: candidate[0]))
    return best[-1]


def _cut(latex: str) -> Iterator[tuple[list[str], Break]]:
    depth, tokens, kind, before = 0, list[str](), Break.START, ""
    for token in _TOKEN.findall(latex):
        found = _break_before(token, before) if depth == 0 and before else None
        if found:
            yield tokens, kind
            tokens, kind = [], found
        tokens.append(token)
        depth = max(0, depth + (token in _OPENING) - (token in _CLOSING))
        if not token.isspace() and (token not in _SPACES or token in _CLAUSE_SPACES):
            before = token
    yield tokens, kind


def _break_before(token: str, before: str) -> Break | None:
    if before in _CLAUSE_SPACES and token not in _SPACES and not token.isspace():
        return Break.CLAUSE
    if before in _EXPECTANT:
        return None
    if token in _RELATIONS:
        return Break.RELATION
    return Break.SIGN if token in _SIGNS else None


def _displayed(tokens: Sequence[str]) -> str:
    """Put tokens together in display style, with the spaces that mathtext gets wrong."""
    depth, before, latex = 0, "", ""
    for command in tokens:
        if command == r"\frac" and depth == 0 and before not in ("^", "_"):
            latex += r"\dfrac"
        elif command == r"\top":
            latex += "⊤"  # by its name it is a relation, with space around it, even in a transpose
        elif command in (r"\sum", r"\prod") and before not in ("", "{", *_EXPECTANT):
            latex += rf"\;{command}"  # else its limits touch what stands before
        else:
            latex += command
        depth += (command == "{") - (command == "}")
        if not command.isspace():
            before = command
    return latex
