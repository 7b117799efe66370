"""`python -m handbook.explanations` writes the page of all explanations anew."""

from handbook.explanations import PAGE, page

PAGE.write_text(page(), encoding="utf-8")
