"""Files of records are read line by line as PyYAML reads them."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.content.fingerprint import fingerprint
from handbook.content.recordfiles import records_of, records_yaml, sources_of, sources_yaml
from handbook.content.records import Record, Records, Sources
from handbook.content.yamltext import load

EXAMPLES = settings(max_examples=150, deadline=None, derandomize=True)

prints = st.text("0123456789abcdef", min_size=12, max_size=12)
# Unicode's own: what YAML escapes, breaks lines at or refuses is among them.
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(
    lambda text: " ".join(text.split())
)
records = st.builds(
    Record,
    source=prints,
    translation=prints,
    accepted=st.dates(datetime.date(2000, 1, 1)),
    unchanged=st.one_of(st.none(), words.filter(bool)),
)
ids = st.sampled_from(["greeting", "no", "on", "null", "key-points", "_intro", "a1", "e1"])
pages = st.sampled_from(["index.md", "channels/phone.md", "y.md", "404-page.md"])
some_records = st.builds(
    Records, pages=st.dictionaries(pages, st.dictionaries(ids, records, min_size=1), max_size=3)
)
normal = st.lists(words.filter(bool), min_size=1, max_size=4).map("\n".join)
some_texts = st.dictionaries(prints, normal, max_size=4)


@EXAMPLES
@given(some_records)
def test_records_are_read_as_they_were_written(written: Records) -> None:
    text = records_yaml(written)
    loaded = load(text)
    assert Records.model_validate(loaded.value) == written
    if found := records_of(text):
        assert found[0] == written
        assert all(loaded.positions[path] == place for path, place in found[1].positions.items())


@EXAMPLES
@given(some_texts)
def test_texts_are_read_as_they_were_written(written: dict[str, str]) -> None:
    text = sources_yaml(written)
    loaded = load(text)
    read = Sources.model_validate(loaded.value).texts
    assert prints_of(read) == prints_of(written)
    if found := sources_of(text):
        assert prints_of(found[0].texts) == prints_of(written)
        assert all(loaded.positions[path] == place for path, place in found[1].positions.items())


def prints_of(texts: dict[str, str]) -> dict[str, str]:
    return {key: fingerprint(text) for key, text in texts.items()}


@EXAMPLES
@given(some_records.filter(lambda found: any(found.pages.values())), st.data())
def test_an_edited_file_is_never_read_otherwise(written: Records, data: st.DataObject) -> None:
    lines = records_yaml(written).split("\n")
    number = data.draw(st.integers(0, len(lines) - 1))
    edit = data.draw(st.sampled_from(["drop", "double", "indent", "quote", "upper"]))
    line = lines[number]
    lines[number : number + 1] = {
        "drop": [],
        "double": [line, line],
        "indent": [f" {line}"],
        "quote": [line.replace('"', "")],
        "upper": [line.upper()],
    }[edit]
    text = "\n".join(lines)
    if found := records_of(text):
        assert Records.model_validate(read_by_yaml(text)) == found[0]


def read_by_yaml(text: str) -> Any:
    return load(text).value


def test_ordinary_records_take_the_short_way() -> None:
    record = Record(
        source="0" * 12,
        translation="e" * 12,
        accepted=datetime.date(2026, 11, 16),
        unchanged="كان صحيحًا، as it was",
    )
    text = records_yaml(Records(pages={"channels/phone.md": {"greeting": record}}))
    assert records_of(text)
    assert sources_of(sources_yaml({"0" * 12: "# Phone\nOne.\nTwo: {{ a }}"}))
