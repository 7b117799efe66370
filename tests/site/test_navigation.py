"""What one page shows of the others: its neighbours, its group, and as many groups as fit."""

from __future__ import annotations

import pytest

from handbook.site.navigation import BESIDE, Navigation, groups
from handbook.site.outlines import Outline

MANY = ["index.md"]
for number in range(40):
    MANY += [f"part-{number:02}/index.md", f"part-{number:02}/a.md"]


def navigation(names: list[str], known: list[str] | None = None) -> Navigation:
    outlines = {name: Outline(f"Title of {name}", "", "") for name in known or names}
    return Navigation(names, outlines, "Home")


def shown(names: list[str], page: str) -> list[str]:
    """The titles of the groups that a page shows."""
    return [item.title for item in navigation(names).view(page).items]


def test_a_folders_pages_are_one_group_where_its_first_page_stands() -> None:
    names = ["index.md", "a/x.md", "b.md", "a/y.md", "a/deep/z.md"]
    assert groups(names) == [["index.md"], ["a/x.md", "a/y.md"], ["b.md"], ["a/deep/z.md"]]


def test_readers_go_on_in_the_order_of_the_groups() -> None:
    found = navigation(["index.md", "a/x.md", "b.md", "a/y.md"])
    order = ["index.md", "a/x.md", "a/y.md", "b.md"]
    for before, name, after in zip([None, *order], order, [*order[1:], None], strict=False):
        view = found.view(name)
        assert view.here is not None
        assert view.here.name == name
        assert (view.previous_page.name if view.previous_page else None) == before
        assert (view.next_page.name if view.next_page else None) == after


def test_only_the_group_of_the_page_is_open() -> None:
    view = navigation(["index.md", "a/index.md", "a/x.md", "b/y.md", "b/z.md"]).view("a/x.md")
    assert [(item.active, [leaf.name for leaf in item.children]) for item in view.items] == [
        (False, []),
        (True, ["a/index.md", "a/x.md"]),
        (False, ["b/y.md"]),
    ]
    assert view.parent is view.items[1]


def test_a_group_is_called_after_its_index_else_after_its_folder() -> None:
    assert shown(["index.md", "a/x.md", "a/index.md", "b/y.md"], "index.md") == [
        "Home",
        "Title of a/index.md",
        "b",
    ]


def test_home_names_every_group() -> None:
    assert len(shown(MANY, "index.md")) == 41


@pytest.mark.parametrize("number", [0, 1, BESIDE, 20, 33, 38, 39])
def test_a_page_of_many_names_home_and_the_groups_next_to_its_own(number: int) -> None:
    titles = shown(MANY, f"part-{number:02}/a.md")
    assert len(titles) == 2 * BESIDE + 1
    assert titles[0] == "Home"
    own = titles.index(f"Title of part-{number:02}/index.md")
    numbers = [int(title.split("-")[1][:2]) for title in titles[1:]]
    assert numbers == list(range(numbers[0], numbers[0] + 2 * BESIDE))
    # As many on each side as there are.
    assert own - 1 >= min(BESIDE - 1, number)
    assert len(titles) - 1 - own >= min(BESIDE, 39 - number)


@pytest.mark.parametrize("count", [2 * BESIDE, 2 * BESIDE + 1])
def test_where_all_groups_fit_all_are_named(count: int) -> None:
    names = ["index.md", *(f"page-{number}.md" for number in range(count - 1))]
    for name in (names[0], names[1], names[-1]):
        assert len(shown(names, name)) == count


def test_what_is_no_page_has_no_place_and_names_every_group() -> None:
    view = navigation(MANY).view("404.html")
    assert (view.here, view.parent, view.previous_page, view.next_page) == (None,) * 4
    assert len(view.items) == 41


def test_a_page_out_of_the_order_is_named_nowhere_and_has_no_neighbours() -> None:
    found = navigation(["index.md", "a.md"], ["index.md", "a.md", "draft.md"])
    view = found.view("draft.md")
    assert view.here is not None
    assert view.here.title == "Title of draft.md"
    assert (view.parent, view.previous_page, view.next_page) == (None, None, None)
    assert [item.url for item in view.items] == [".", "a/"]


def test_a_page_that_this_language_has_not_is_left_out_of_the_order() -> None:
    found = navigation(["index.md", "a.md", "b.md"], ["index.md", "b.md"])
    after = found.view("index.md").next_page
    assert after is not None
    assert after.name == "b.md"


def test_the_stamp_of_a_view_changes_with_what_it_shows_and_with_nothing_else() -> None:
    def stamps(titles: dict[str, str]) -> dict[str, object]:
        outlines = {name: Outline(titles.get(name, name), "", "") for name in MANY}
        found = Navigation(MANY, outlines, "Home")
        return {name: (found.stamp(name), found.view(name)) for name in MANY}

    before, after = stamps({}), stamps({"part-20/a.md": "Another"})
    for name in MANY:
        (old, old_view), (new, new_view) = before[name], after[name]  # type: ignore[misc]
        assert (old == new) == (old_view == new_view), name
    assert {name for name in MANY if before[name] != after[name]} == {
        "part-20/index.md",
        "part-20/a.md",
        "part-21/index.md",
    }
