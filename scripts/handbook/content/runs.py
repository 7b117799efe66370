"""Left-to-right runs in right-to-left text: where each begins and ends.

The bidirectional algorithm draws `+1 (202) 555-0142` inside Arabic as
`0142-555 (202) 1+`: brackets and hyphens take the direction of the sentence.
"""

from __future__ import annotations

import re

# A run starts at a Latin letter or a digit, with the signs that belong in front,
# and goes on over what stands between such: spaces, brackets, signs, hyphens.
_START = r"[+#@~$€£¥(\[]*[A-Za-z0-9\u00c0-\u024f]"
_JOIN = r"[ \u00a0\u202f]?[-+()\[\]#@~$€£¥&*=_/\\|:.,?'’%°^\u2010-\u2015]*[ \u00a0\u202f]?"
_WORD = r"[A-Za-z0-9\u00c0-\u024f]"
_END = r"[%°+/$€£¥]*"
RUN = re.compile(f"{_START}(?:{_JOIN}{_WORD})*{_END}")

_PAIRS = {")": "(", "]": "["}


def runs(text: str) -> list[tuple[int, int]]:
    """The start and end of each run."""
    return [_trim(text, found.start(), found.end()) for found in RUN.finditer(text)]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Give an opening bracket without its closing one back, or take the closing one in."""
    run = text[start:end]
    for close, open in _PAIRS.items():
        missing = run.count(open) - run.count(close)
        if missing > 0 and text[end : end + 1] == close:
            return start, end + 1
        if missing > 0 and run.startswith(open):
            return start + 1, end
    return start, end
