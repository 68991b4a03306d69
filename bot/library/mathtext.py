"""Whether matplotlib's mathtext can draw a formula, without asking matplotlib where that is plain.

Mathtext's own parser needs 25 ms for a formula, which is seconds for a bank. Most formulas use a
small part of its language; a recognizer of that part answers in microseconds, and all that it does
not recognize is put before mathtext itself. What it accepts, mathtext draws (a test holds it).
"""

from __future__ import annotations

import logging
import re
import warnings
from functools import cache

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)
_PLAIN_SIGNS = frozenset("+-*/<>=:,.;!?()[]|@&")
_SPACES = frozenset([r"\,", r"\;", r"\:", r"\!", r"\ ", r"\quad", r"\qquad", "~"])
_FONTS = frozenset(rf"\math{name}" for name in ("rm", "bf", "it", "bb", "cal", "frak", "sf", "tt", "scr"))
_ACCENTS = frozenset(rf"\{name}" for name in ("hat", "bar", "tilde", "dot", "ddot", "vec", "widehat", "widetilde"))
SYMBOLS = frozenset(
    rf"\{name}"
    for name in r"""
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau
    upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega ell hbar nabla partial infty
    sum prod int cdot cdots ldots dots times div pm mp odot otimes oplus circ ast star cap cup setminus in notin ni
    subset subseteq supset supseteq emptyset varnothing forall exists neg wedge vee leq geq neq ne ll gg lesssim
    gtrsim approx equiv sim simeq cong propto prec succ preceq succeq to mapsto leftarrow rightarrow leftrightarrow
    Leftarrow Rightarrow Leftrightarrow uparrow downarrow mid parallel perp top bot prime dagger Vert vert langle rangle
    lfloor rfloor lceil rceil lbrace rbrace Re Im aleph angle triangle | { } % _ $
    log ln exp max min sup inf lim arg det dim cos sin tan tanh cosh sinh cot arccos arcsin arctan Pr gcd ker
    """.split()  # noqa: SIM905
)
_DELIMITERS = frozenset(
    r"( ) [ ] | . / < > \| \{ \} \Vert \vert \langle \rangle \lfloor \rfloor \lceil \rceil".split()  # noqa: SIM905
)


@cache
def why_not_drawn(latex: str) -> str | None:
    """Return why mathtext cannot draw a formula (LaTeX without dollar signs); None where it can."""
    return None if is_plain(latex) else ask_mathtext(latex)


def is_plain(latex: str) -> bool:
    """Tell whether a formula lies within the part of mathtext that certainly draws."""
    recognizer = _Recognizer(latex)
    try:
        recognizer.sequence(end=None)
    except _NotPlain:
        return False
    return True


class _NotPlain(Exception):
    """The formula leaves the part that is known."""


class _Recognizer:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, latex: str) -> None:
        self._tokens = [token for token in _TOKEN.findall(latex) if not token.isspace()]
        self._next = 0

    def sequence(self, end: str | None) -> None:
        """Read one or more atoms with their scripts, up to the token `end` or the end of the formula."""
        atoms = 0
        while (token := self._peek()) != end:
            if token is None:
                raise _NotPlain
            if token in _SPACES:
                self._take()
                continue
            self._atom()
            self._scripts()
            atoms += 1
        self._next += end is not None
        if not atoms:
            raise _NotPlain

    def _scripts(self) -> None:
        seen: set[str] = set()
        while (token := self._peek()) in ("_", "^"):
            if token in seen:
                raise _NotPlain
            seen.add(self._take())
            self._atom()

    def _atom(self) -> None:
        match self._take():
            case "{":
                self.sequence("}")
            case r"\frac":
                self._group()
                self._group()
            case r"\left":
                self._delimiter()
                self.sequence(r"\right")
                self._delimiter()
            case command if command == r"\sqrt" or command in _FONTS:
                self._group()
            case accent if accent in _ACCENTS:
                self._atom()
            case sign if not (sign in SYMBOLS or sign in _PLAIN_SIGNS or (sign.isascii() and sign.isalnum())):
                raise _NotPlain

    def _group(self) -> None:
        if self._take() != "{":
            raise _NotPlain
        self.sequence("}")

    def _delimiter(self) -> None:
        if self._take() not in _DELIMITERS:
            raise _NotPlain

    def _peek(self) -> str | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> str:
        token = self._peek()
        if token is None:
            raise _NotPlain
        self._next += 1
        return token


class _Complaints(logging.Handler):
    """Keeps what matplotlib logs, such as a glyph that its fonts do not have."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def ask_mathtext(latex: str) -> str | None:
    """Return why mathtext itself refuses a formula, or complains about it; None where it draws it."""
    # Matplotlib takes half a second to import, and most banks never come here.
    from matplotlib.mathtext import MathTextParser  # noqa: PLC0415

    if "$" in latex.replace(r"\$", ""):
        return "it contains a dollar sign"
    complaints = _Complaints()
    logger = logging.getLogger("matplotlib")
    logger.addHandler(complaints)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            MathTextParser("path").parse(f"${latex}$")
    except (ValueError, RecursionError) as error:
        return _reason(str(error))
    finally:
        logger.removeHandler(complaints)
    return complaints.messages[0].split(";")[0] if complaints.messages else None


def _reason(message: str) -> str:
    """Take the sentence out of mathtext's message, which draws the formula and a caret above it."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    said = next((line for line in reversed(lines) if line.startswith(("Parse", "Expected", "Unknown"))), lines[-1])
    return said.removeprefix("ParseFatalException: ").removeprefix("ParseSyntaxException: ") or "it is not understood"
