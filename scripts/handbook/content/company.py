"""`docs/company.yml`: what a company sets, as the variables its text uses.

Babel formats dates, times, days, money and plural forms; the wording around
numbers ("business days") comes from the message catalogues.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Literal

from babel.dates import format_date, format_time, get_day_names
from babel.numbers import format_currency, is_currency
from pydantic import Field, field_validator, model_validator

from handbook.content.settings import Closed
from handbook.content.structure import Language
from handbook.texts import Texts

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

PREFIX = "company."


class Duration(Closed):
    """One unit and a whole number of it."""

    rings: int | None = Field(default=None, ge=1)
    minutes: int | None = Field(default=None, ge=1)
    hours: int | None = Field(default=None, ge=1)
    business_days: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one(self) -> Duration:
        if len(self.model_fields_set) != 1:
            raise ValueError(
                "a duration has one unit; mend: write one of rings, minutes, hours, "
                "business_days, such as {business_days: 2}"
            )
        return self

    def text(self, texts: Texts) -> str:
        """The duration in words, such as `2 business days`."""
        ngettext = texts.ngettext
        if self.rings is not None:
            return ngettext("%(num)d ring", "%(num)d rings", self.rings)
        if self.minutes is not None:
            return ngettext("%(num)d minute", "%(num)d minutes", self.minutes)
        if self.hours is not None:
            return ngettext("%(num)d hour", "%(num)d hours", self.hours)
        assert self.business_days is not None
        return ngettext("%(num)d business day", "%(num)d business days", self.business_days)


class Hours(Closed):
    """When the company can be reached."""

    first_day: Day
    last_day: Day
    opens: str
    closes: str

    @field_validator("opens", "closes")
    @classmethod
    def _time(cls, value: str) -> str:
        if not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", value):
            raise ValueError(f'`{value}` is no time of day; mend: write it as "08:00", quoted')
        return value


class ReplyTime(Closed):
    """How soon a customer hears from us, by channel or case."""

    counter: Duration
    phone: Duration
    hold: Duration
    voicemail: Duration
    letter: Duration
    email: Duration
    web_form: Duration
    complaint: Duration
    follow_up: Duration


def _email(value: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        raise ValueError(f"`{value}` is no email address; mend: write it as name@company.example")
    return value


class Escalation(Closed):
    """Who takes over when an agent cannot decide."""

    role: dict[str, str]
    extension: str
    email: str

    _check_email = field_validator("email")(_email)


class Money(Closed):
    """An amount in a currency."""

    amount: int = Field(ge=0)
    currency: str

    @field_validator("currency")
    @classmethod
    def _currency(cls, value: str) -> str:
        if not is_currency(value):
            raise ValueError(f"`{value}` is no currency; mend: use its ISO 4217 code, such as USD")
        return value


class Company(Closed):
    """All settings of a company."""

    example: bool
    name: dict[str, str]
    in_force_since: datetime.date
    hours: Hours
    phone: str
    email: str
    website: str
    reply_time: ReplyTime
    escalation: Escalation
    goodwill_limit: Money

    _check_email = field_validator("email")(_email)

    @field_validator("phone")
    @classmethod
    def _phone(cls, value: str) -> str:
        if (
            not re.fullmatch(r"\+?[\d ()./-]+", value)
            or not 3 <= len(re.sub(r"\D", "", value)) <= 15
        ):
            raise ValueError(
                f"`{value}` is no telephone number; mend: write digits, spaces, brackets and "
                'hyphens, such as "+1 (202) 555-0142"'
            )
        return value

    @field_validator("website")
    @classmethod
    def _website(cls, value: str) -> str:
        if not re.fullmatch(r"https?://\S+", value):
            raise ValueError(f"`{value}` is no web address; mend: begin it with https://")
        return value


Format = Callable[[Company, Language, Texts], str]


def _duration(name: str) -> Format:
    return lambda company, language, texts: getattr(company.reply_time, name).text(texts)


def _days(company: Company, language: Language, texts: Texts) -> str:
    names = get_day_names("wide", "format", locale=language.cldr)
    first, last = (DAYS.index(day) for day in (company.hours.first_day, company.hours.last_day))
    return texts.gettext("%(first)s to %(last)s") % {"first": names[first], "last": names[last]}


def _time(text: str, language: Language) -> str:
    return format_time(datetime.time.fromisoformat(text), "short", locale=language.cldr)


def _money(company: Company, language: Language, _: Texts) -> str:
    """In words ("50 US dollars"): a symbol's side and spacing read badly right to left."""
    limit = company.goodwill_limit
    text = format_currency(
        limit.amount,
        limit.currency,
        "#,##0",
        locale=language.cldr,
        currency_digits=False,
        format_type="name",
    )
    # CLDR capitalises some currencies as for a list; in a sentence they are common nouns.
    return re.sub(r"(?<= )[^\W\d_][^\WA-Z\d_]", lambda found: found[0].lower(), text, count=1)


# Every variable the text may use, and how it reads in a language.
VARIABLES: dict[str, Format] = {
    "company.name": lambda company, language, _: company.name[language.folder],
    "company.in_force_since": lambda company, language, _: format_date(
        company.in_force_since, "long", locale=language.cldr
    ),
    "company.hours.days": _days,
    "company.hours.opens": lambda company, language, _: _time(company.hours.opens, language),
    "company.hours.closes": lambda company, language, _: _time(company.hours.closes, language),
    "company.phone": lambda company, *_: company.phone,
    "company.email": lambda company, *_: company.email,
    "company.website": lambda company, *_: company.website,
    "company.escalation.role": lambda company, language, _: company.escalation.role[
        language.folder
    ],
    "company.escalation.extension": lambda company, *_: company.escalation.extension,
    "company.escalation.email": lambda company, *_: company.escalation.email,
    "company.goodwill_limit": _money,
    **{f"company.reply_time.{name}": _duration(name) for name in ReplyTime.model_fields},
}

# Which setting in company.yml stands behind a variable, where the names differ.
SETTINGS: dict[str, tuple[str, ...]] = {"company.hours.days": ("hours", "first_day")}


def setting_of(variable: str) -> tuple[str, ...]:
    """The key path in company.yml that `variable` is made from."""
    return SETTINGS.get(variable, tuple(variable.removeprefix(PREFIX).split(".")))


def values(company: Company, language: Language, texts: Texts) -> dict[str, str]:
    """Every variable's text in `language`."""
    return {name: format(company, language, texts) for name, format in VARIABLES.items()}
