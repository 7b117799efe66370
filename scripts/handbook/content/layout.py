"""Where what stands in a project's folder."""

from __future__ import annotations

DOCS = "docs"
STRUCTURE = f"{DOCS}/structure.yml"
COMPANY = f"{DOCS}/company.yml"
GLOSSARY = f"{DOCS}/glossary.yml"
CHECKS = f"{DOCS}/checks.yml"
ENGINE = "mkdocs.yml"
OVERRIDES = "overrides"
# The built site.
SITE = "site"
# A language's first page.
HOME = "index.md"
