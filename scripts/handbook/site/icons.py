"""The handbook's own drawings: one mark a channel, one shape an ethic, and signs of the frame.

A channel is drawn in lines. An ethic is a closed shape (circle, square, hexagon,
diamond) with a sign in it, so that it is told from the others without its hue.
All stand in a box of 24 x 24 and take the colour of the text around them; line
width and joins are the style sheet's (`.hb-icon`).
"""

from __future__ import annotations

_CIRCLE = '<circle cx="12" cy="12" r="9.5" fill="currentColor" fill-opacity=".14"/>'
_SQUARE = '<rect x="3" y="3" width="18" height="18" rx="3" fill="currentColor" fill-opacity=".14"/>'
_HEXAGON = (
    '<path d="M12 2.2l8.5 4.9v9.8L12 21.8l-8.5-4.9V7.1z" fill="currentColor" fill-opacity=".14"/>'
)
_DIAMOND = '<path d="M12 1.6L22.4 12 12 22.4 1.6 12z" fill="currentColor" fill-opacity=".14"/>'

DRAWINGS: dict[str, str] = {
    # ---- Channels ----
    # Two people, and the counter between them.
    "in-person": (
        '<circle cx="7" cy="7.5" r="2.8"/><circle cx="17" cy="7.5" r="2.8"/>'
        '<path d="M2.5 17.5c0-3 1.9-4.7 4.5-4.7s4.5 1.7 4.5 4.7"/>'
        '<path d="M12.5 17.5c0-3 1.9-4.7 4.5-4.7s4.5 1.7 4.5 4.7M2 20.8h20"/>'
    ),
    # A handset, and the voice in it.
    "phone-voicemail": (
        '<path d="M4 5.2A2 2 0 0 1 6 3h2.4l1.7 4.3-2 1.7a12.5 12.5 0 0 0 6.9 6.9l1.7-2'
        ' 4.3 1.7V18a2 2 0 0 1-2.2 2A16.5 16.5 0 0 1 4 5.2z"/>'
        '<path d="M14 3.2A7.5 7.5 0 0 1 20.8 10M14 7a3.8 3.8 0 0 1 3 3"/>'
    ),
    # A signed sheet.
    "letters-memos": (
        '<path d="M5 2.5h9.5L19 7v14.5H5z"/><path d="M14.5 2.5V7H19M8.5 11h7M8.5 14.2h7"/>'
        '<path d="M8.5 18.3c1-1.4 1.8-1.4 2 0s1.2 1 2-.3"/>'
    ),
    # An envelope.
    "email-web-forms": (
        '<rect x="2.5" y="4.8" width="19" height="14.4" rx="2"/><path d="M3 6.5l9 6.8 9-6.8"/>'
    ),
    # ---- Ethics ----
    # A friendly face.
    "courtesy": _CIRCLE + '<path d="M8 13.5a4.6 4.6 0 0 0 8 0M9 9v.5M15 9v.5"/>',
    # Two as equals.
    "respect": _SQUARE + '<path d="M8 9.8h8M8 14.2h8"/>',
    # A promise kept.
    "commitment": _HEXAGON + '<path d="M8 12.3l2.8 2.8 5.2-5.8"/>',
    # The same inside as outside.
    "honesty": _DIAMOND + '<path d="M12 8.2l3.8 3.8-3.8 3.8L8.2 12z"/>',
    # ---- Ways into the handbook ----
    # A path with a flag at its end.
    "door-new": (
        '<path d="M5 21c6 0 9-1.5 9-4.2S7.5 13.5 7.5 10.8 10 7.5 14 7.5"/>'
        '<path d="M14 10.5v-8l6 2.5-6 2.5"/>'
    ),
    # A signpost.
    "door-guidance": (
        '<path d="M12 2.5v19M12 4.5h6.5L21 7l-2.5 2.5H12M12 11H5.5L3 13.5 5.5 16H12"/>'
    ),
    # A board on its stand.
    "door-trainers": (
        '<path d="M2.5 4h19M4.5 4v11h15V4M12 15v3M8 21.5l4-3.5 4 3.5M8.5 8h7M8.5 11h4"/>'
    ),
    # A page, for what has no drawing of its own.
    "page": (
        '<rect x="4.5" y="3" width="15" height="18" rx="2"/><path d="M8.5 8h7M8.5 12h7M8.5 16h4"/>'
    ),
    # ---- The frame ----
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5l5 5"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "contents": '<path d="M4 6.5h2M9.5 6.5H20M4 12h2M9.5 12H20M4 17.5h2M9.5 17.5H20"/>',
    "languages": (
        '<circle cx="12" cy="12" r="9.2"/>'
        '<path d="M2.8 12h18.4M12 2.8c5 5.4 5 13 0 18.4M12 2.8c-5 5.4-5 13 0 18.4"/>'
    ),
    # A page beside a page.
    "beside": '<rect x="2.8" y="4.5" width="18.4" height="15" rx="2"/><path d="M12 4.5v15"/>',
    "scheme": (
        '<circle cx="12" cy="12" r="8.5"/>'
        '<path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor"/>'
    ),
    "forward": '<path d="M4.5 12h15M13.5 6l6 6-6 6"/>',
    # ---- Notes ----
    "note": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.5"/>',
    "tip": (
        '<path d="M9 17.5h6M10 21h4M8.5 14.5C6.8 13.3 6 11.6 6 9.5a6 6 0 0 1 12 0c0 2.1-.8'
        ' 3.8-2.5 5-.5.4-.5 1.5-.5 3H9c0-1.5 0-2.6-.5-3z"/>'
    ),
    "warning": '<path d="M12 3.5L22 20.5H2z"/><path d="M12 10v5M12 17.5v.3"/>',
    "example": '<path d="M4 4.5h16v11.5h-8L7 20.5V16H4z"/><path d="M8 8.5h8M8 12h5"/>',
    "success": '<circle cx="12" cy="12" r="9"/><path d="M7.8 12.3l3 3 5.4-6"/>',
}

# The four shapes of the ethics together: the handbook's own sign.
LOGO = (
    '<svg class="hb-logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">'
    '<circle class="hb-ethic--courtesy" cx="8.5" cy="8.5" r="6.5"/>'
    '<rect class="hb-ethic--respect" x="17.5" y="2.5" width="12" height="12" rx="2"/>'
    '<path class="hb-ethic--commitment" d="M8.5 16.5l6 3.5v7l-6 3.5-6-3.5v-7z"/>'
    '<path class="hb-ethic--honesty" d="M23.5 16.2l7.3 7.3-7.3 7.3-7.3-7.3z"/></svg>'
)


def icon(name: str) -> str:
    """A drawing as inline SVG, hidden from those who do not see it; a page where there is none."""
    return (
        '<svg class="hb-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">'
        f"{DRAWINGS.get(name, DRAWINGS['page'])}</svg>"
    )
