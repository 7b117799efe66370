"""What stands in the text for a fence or an HTML block that was taken out."""

from __future__ import annotations

import re

# A fence or an HTML block that was taken out leaves one of these on a line of its own. The two
# control characters cannot be in the text: Python-Markdown removes them too.
FENCE = "\x02F{}\x03"
HTML = "\x02H{}\x03"
PLACEHOLDER = re.compile("\x02([FH])([0-9]+)\x03")
