"""Skeletons of pages, sections and languages: pure functions from the handbook to texts."""

from __future__ import annotations

from handbook.skeletons.languages import LanguageRequest, plan_language
from handbook.skeletons.pages import PageRequest, plan_page
from handbook.skeletons.plans import File, Plan, PlanError, Project
from handbook.skeletons.sections import SectionRequest, plan_section

__all__ = [
    "File",
    "LanguageRequest",
    "PageRequest",
    "Plan",
    "PlanError",
    "Project",
    "SectionRequest",
    "plan_language",
    "plan_page",
    "plan_section",
]
