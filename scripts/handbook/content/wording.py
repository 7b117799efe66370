"""The words of a page: its text with everything that no reader reads as words blanked out.

Every character keeps its line and column, so that what is found in the words is
found in the file. Blanked out are code, addresses of links, HTML tags and
comments, variables, attribute lists and the marks of lists.
"""

from __future__ import annotations

import re

_FENCE = re.compile(r"[> ]*(?P<mark>`{3,}|~{3,})")
_BLANKED = re.compile(
    r"""
    <!--.*?-->                                       # comments
    | (?P<ticks>(?<!`)`+(?!`)) [^\n]*? (?<!`)(?P=ticks)(?!`)   # code in the line
    | \{\{[^{}\n]*\}\}?                              # variables, also where a brace is missing
    | \{[^{}\n]*\}\}
    | \{\{[ ]*\w+(?:\.\w+)+
    | \{[:]?[ ]*[#.][^{}\n]*\}                       # attribute lists
    | (?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)   # where a link leads
    | ^[ ]{0,3}\[[^\]\n]+\]:[^\n]*                   # link definitions
    | </?[A-Za-z][^<>]*>                             # tags, addresses in angle brackets
    | \b[A-Za-z][A-Za-z+.-]*://[^\s<>«»“”"]*         # bare addresses
    | \bwww\.[^\s<>«»“”"]*
    | (?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+
    | ^[> ]*(?:\d+[.)]|[-*+])[ ]+(?:\[[ xX]\][ ])?   # the marks of lists and tasks
    | ^[> ]*(?:!!!|\?\?\?\+?)[ ]+[\w-]+              # the types of admonitions
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
# In place of the beginning of a comment that does not end; no page can show the character.
_OPEN = "\x03!--"
_VISIBLE = re.compile(r"[^\n]")


# What a line must hold that is more than words and the marks it begins with.
_MARKED = re.compile(r"[`{(@]")
_MARKS = re.compile(r"[> ]*(?:(?:\d+[.)]|[-*+])[ ]+(?:\[[ xX]\][ ])?|(?:!!!|\?\?\?\+?)[ ]+[\w-]+)")


def wording(body: str) -> str:
    """The page's text without its front matter, as long as it was, words only."""
    text = _without_fences(body)
    if "<" in text or "www." in text:
        return _without_marks(text)
    return "\n".join([_line_wording(line) for line in text.split("\n")])


def _line_wording(line: str) -> str:
    if _MARKED.search(line) or "]:" in line or "://" in line:
        return _without_marks(line)
    marks = _MARKS.match(line)
    return " " * marks.end() + line[marks.end() :] if marks else line


def _without_marks(text: str) -> str:
    # Past the last end of a comment none can end, and looking for it takes for ever.
    last = text.rfind("-->")
    end = text.find("\n", last) if last >= 0 else 0
    head, tail = (text, "") if end < 0 else (text[:end], text[end:])
    return _blanked(head) + _blanked(tail.replace("<!--", _OPEN)).replace(_OPEN, "<!--")


def _blanked(text: str) -> str:
    return _BLANKED.sub(lambda found: _blank(found[0]), text)


def _blank(text: str) -> str:
    return _VISIBLE.sub(" ", text)


def _without_fences(body: str) -> str:
    if "```" not in body and "~~~" not in body:
        return body
    lines = body.split("\n")
    mark = ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if mark:
            lines[number] = _blank(line)
            if found and found["mark"] == mark and line.rstrip().endswith(mark):
                mark = ""
        elif found and _closes(lines[number + 1 :], found["mark"]):
            mark = found["mark"]
            lines[number] = _blank(line)
    return "\n".join(lines)


def _closes(lines: list[str], mark: str) -> bool:
    """Whether a fence is closed at all; one that is not is plain text."""
    return any(line.strip("> ") == mark for line in lines)
