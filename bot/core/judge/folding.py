"""From what people type to one plain lower-case form, in which equal things look equal.

Owns signs, scripts and typography; knows nothing of words or numbers.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 6000
"""Characters that are read; whatever follows is not part of a typed answer."""

_GREEK_NAMES = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi
    psi omega
"""
GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", _GREEK_NAMES.split(), strict=True))
_SIGNS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("×·∙⋅•✕✖∗", "*")
    | dict.fromkeys("÷∕⁄", "/")
    | dict.fromkeys("≈≃≅∼", "~")
    | dict.fromkeys("‘’‚‛′`´", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("→⇒⟶↦←⟵", "=")
    | dict.fromkeys("ςϲ", "σ")
    | {"√": " sqrt ", "∞": " infinity ", "∇": " gradient ", "∂": " partial ", "∑": " sum ", "∏": " product "}
    | {"‖": "||", "∥": "||"}
    | {"⌈": " ceil(", "⌉": ")", "⌊": " floor(", "⌋": ")"}
    | {"ϵ": "ε", "ϕ": "φ", "ϑ": "θ", "ϱ": "ρ", "ϖ": "π", "ł": "l", "ø": "o", "ß": "ss"}
)
_SUPERSCRIPTS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵀᵃᵇᵈᵏᵐⁿⁱᵗˣ]+")
_SUBSCRIPTS = re.compile("[₀₁₂₃₄₅₆₇₈₉₊₋ₐₑᵢⱼₖₗₘₙₚₛₜₓ]+")
_VULGAR = "[¼½¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]"
_HALVES = re.compile(f"(?<=[0-9])(?={_VULGAR})")
_PARTS = re.compile(f"(?<![0-9])(?<![0-9] ){_VULGAR}")
_MICRO = re.compile("(?<=[0-9 ])[µμ](?=s)")
_LETTER = re.compile(f"(?<=[a-z0-9])([{''.join(GREEK)}])|([{''.join(GREEK)}])")
_LATEX = (
    (re.compile(r"\\sqrt\s*\{([^{}]*)\}"), r"sqrt(\1)"),
    (re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}"), r"((\1)/(\2))"),
    (re.compile(r"\\(?:mathrm|mathcal|text|operatorname|left|right)\b"), ""),
    (re.compile(r"\\(?:cdot|times)\b"), "*"),
    (re.compile(r"\\(?:approx|simeq|sim)\b"), "~"),
    (re.compile(r"\\leq?\b"), "<="),
    (re.compile(r"\\geq?\b"), ">="),
    (re.compile(r"\\l(ceil|floor)\b"), r" \1("),
    (re.compile(r"\\r(?:ceil|floor)\b"), ")"),
    (re.compile(r"\\(?=[A-Za-z])"), " "),
    (re.compile(r"\\[,;! %]"), lambda found: "%" if "%" in found[0] else " "),
)
_SUBSCRIPT = re.compile(r"_\{\s*(\w+)\s*\}")
_ARROW = re.compile(r"[-=]+>|<-+(?= )")
_APOSTROPHE = re.compile("(?<=[a-z])'(?=[a-z])")
_WITHOUT = re.compile(r"\bw/o\b")
_SIGNED_ROOT = re.compile(r"(?<=[-+(/*^]) (?=sqrt\b)")
_WRAPPERS = ("||", "**", "__", "$$", "$", "*", "~~")


def fold(text: str) -> str:
    """Return text in lower case and plain signs: superscripts as ^2, subscripts as _1, Greek by name.

    Apostrophes within words vanish: "it's" becomes "its".
    """
    text = _unwrap(text[:LONGEST].strip())
    for pattern, plain in _LATEX if "\\" in text else ():
        text = pattern.sub(plain, text)
    text = _SUBSCRIPT.sub(r"_\1", text)
    if not text.isascii():
        text = _plain(text)
    text = text.casefold()
    if not text.isascii():
        text = _LETTER.sub(_greek, text)
    text = _APOSTROPHE.sub("", text.replace("`", "").replace("**", "^"))
    text = _ARROW.sub("=", _WITHOUT.sub("without", text))
    return _SIGNED_ROOT.sub("", " ".join(text.translate(_BRACES).split()))


_BRACES = str.maketrans({"{": "(", "}": ")", "\x00": " "} | {chr(code): " " for code in range(1, 32)})


def _unwrap(text: str) -> str:
    """Take Discord's marks of emphasis, spoilers and code off the ends."""
    for mark in _WRAPPERS:
        if len(text) > 2 * len(mark) and text.startswith(mark) and text.endswith(mark):
            text = text[len(mark) : -len(mark)].strip()
    return text.strip("`").strip()


def _plain(text: str) -> str:
    text = _HALVES.sub(" ", _MICRO.sub("u", text))
    text = _PARTS.sub(r"(\g<0>)", text)
    text = _SUPERSCRIPTS.sub(lambda run: _script("^", run[0]), text)
    text = _SUBSCRIPTS.sub(lambda run: "_" + unicodedata.normalize("NFKD", run[0]), text)
    kept = (_character(character) for character in unicodedata.normalize("NFKD", text))
    return "".join(kept).translate(_SIGNS).translate(_SIGNS)


def _script(sign: str, run: str) -> str:
    plain = unicodedata.normalize("NFKD", run).translate(_SIGNS)
    return f"{sign}{plain}" if len(plain) == 1 else f"{sign}({plain})"


def _character(character: str) -> str:
    """Keep signs and letters; digits of any script become ASCII, marks vanish, pictures become spaces."""
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in {"Mn", "Me", "Cf"}:
        return ""
    if category[0] == "C" or (category in {"So", "Sk"} and character != "°"):
        return " "
    return character


def _greek(found: re.Match[str]) -> str:
    following = found.string[found.end() : found.end() + 1]
    before = " " if found[1] else ""
    return before + GREEK[found[0]] + (" " if following.isalpha() else "")
