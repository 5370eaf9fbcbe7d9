"""The shared pieces of pages: fields with their words and errors, ratings, switchers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from pytest_django.asserts import assertHTMLEqual


class Figures(forms.Form):
    """One field of each kind that pages use."""

    value = forms.DecimalField(label="Rate", help_text="To one decimal.")
    cause = forms.CharField(label="Cause", widget=forms.Textarea(attrs={"rows": 4}))
    back = forms.ChoiceField(label="Back when?", choices=[("q1", "Q1"), ("q2", "Q2")])
    sure = forms.ChoiceField(
        label="How sure?", choices=[("f", "Final"), ("p", "Provisional")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Yes, that is right")
    due = forms.DateField(label="By when", initial=date(2018, 2, 28))
    workbook = forms.FileField(label="Workbook")
    name = forms.CharField(label="Name", widget=forms.TextInput(attrs={"hx-post": "/x"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput)


@dataclass(frozen=True)
class Status:
    word: str
    family: str


@dataclass(frozen=True)
class Period:
    slug: str
    name: str


def field(name: str, form: forms.Form | None = None, **more: Any) -> str:
    context = {"field": (form or Figures())[name], **more}
    return render_to_string("components/form_field.html", context)


def group(*inner: str, error: bool = False) -> str:
    kind = "govuk-form-group govuk-form-group--error" if error else "govuk-form-group"
    return f'<div class="{kind}">{"".join(inner)}</div>'


def test_number_field() -> None:
    expected = group(
        '<label class="govuk-label" for="id_value">Rate</label>',
        '<div class="govuk-hint" id="id_value-hint">To one decimal.</div>',
        '<div class="govuk-input__wrapper"><input class="govuk-input app-number" id="id_value" '
        'name="value" type="text" inputmode="decimal" aria-describedby="id_value-hint">'
        '<div class="govuk-input__suffix">per 10,000</div></div>',
    )

    assertHTMLEqual(field("value", suffix="per 10,000"), expected)


def test_field_error_keeps_what_was_typed() -> None:
    expected = group(
        '<label class="govuk-label" for="id_value">Rate</label>',
        '<div class="govuk-hint" id="id_value-hint">To one decimal.</div>',
        '<p class="govuk-error-message" id="id_value-error">'
        '<span class="govuk-visually-hidden">Error:</span> Enter a number.</p>',
        '<input class="govuk-input app-number govuk-input--error" id="id_value" name="value" '
        'type="text" inputmode="decimal" value="&lt;12" '
        'aria-describedby="id_value-hint id_value-error" aria-invalid="true">',
        error=True,
    )

    assertHTMLEqual(field("value", Figures({"value": "<12"})), expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "cause",
            (
                '<textarea class="govuk-textarea" id="id_cause" name="cause" rows="4" cols="40">'
                "</textarea>"
            ),
        ),
        (
            "back",
            (
                '<select class="govuk-select app-select" id="id_back" name="back">'
                '<option value="q1">Q1</option><option value="q2" selected>Q2</option></select>'
            ),
        ),
        (
            "due",
            (
                '<input class="govuk-input govuk-input--width-10" id="id_due" name="due" '
                'type="text" value="28/02/2018">'
            ),
        ),
        ("workbook", '<input class="app-file" id="id_workbook" name="workbook" type="file">'),
        (
            "name",
            (
                '<input class="govuk-input" id="id_name" name="name" type="text" hx-post="/x" '
                'value="Ann &amp; Bo">'
            ),
        ),
        (
            "password",
            '<input class="govuk-input" id="id_password" name="password" type="password">',
        ),
    ],
)
def test_field_of_each_kind(name: str, expected: str) -> None:
    form = Figures(initial={"back": "q2", "name": "Ann & Bo", "password": "secret"})
    label = f'<label class="govuk-label" for="id_{name}">{form[name].label}</label>'

    assertHTMLEqual(field(name, form), group(label, expected))


def test_field_words_of_the_page_instead_of_the_form() -> None:
    expected = group(
        '<label class="govuk-label" for="id_name">Who?</label>',
        '<div class="govuk-hint" id="id_name-hint">A post, no person.</div>',
        '<input class="govuk-input" id="id_name" name="name" type="text" hx-post="/x" '
        'aria-describedby="id_name-hint">',
    )

    assertHTMLEqual(field("name", label="Who?", hint="A post, no person."), expected)


def test_radios_first_has_the_fields_own_id() -> None:
    expected = group(
        '<fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend">How sure?</legend>'
        '<div class="govuk-radios">'
        '<div class="govuk-radios__item"><input class="govuk-radios__input" id="id_sure" '
        'name="sure" type="radio" value="f">'
        '<label class="govuk-label govuk-radios__label" for="id_sure">Final</label></div>'
        '<div class="govuk-radios__item"><input class="govuk-radios__input" id="id_sure-1" '
        'name="sure" type="radio" value="p" checked>'
        '<label class="govuk-label govuk-radios__label" for="id_sure-1">Provisional</label></div>'
        "</div></fieldset>"
    )

    assertHTMLEqual(field("sure", Figures(initial={"sure": "p"})), expected)


@pytest.mark.parametrize(("initial", "checked"), [(False, ""), (True, " checked")])
def test_checkbox(initial: bool, checked: str) -> None:
    expected = group(
        '<div class="govuk-checkboxes"><div class="govuk-checkboxes__item">'
        '<input class="govuk-checkboxes__input" id="id_agreed" name="agreed" type="checkbox"'
        f"{checked}>"
        '<label class="govuk-label govuk-checkboxes__label" for="id_agreed">'
        "Yes, that is right</label></div></div>"
    )

    assertHTMLEqual(field("agreed", Figures(initial={"agreed": initial})), expected)


def test_error_summary_leads_to_each_field() -> None:
    form = Figures({"cause": "Snow", "back": "q1", "due": "28/02/2018", "name": "Ann"})
    form.fields.pop("workbook")
    form.fields.pop("password")
    form.add_error(None, "Nothing was saved.")
    items = (
        "<li>Nothing was saved.</li>"
        '<li><a href="#id_value">This field is required.</a></li>'
        '<li><a href="#id_sure">This field is required.</a></li>'
        '<li><a href="#id_agreed">This field is required.</a></li>'
    )

    assertHTMLEqual(
        render_to_string("components/form_errors.html", {"form": form}),
        '<div class="govuk-error-summary" tabindex="-1" autofocus><div role="alert">'
        '<h2 class="govuk-error-summary__title">There is a problem</h2>'
        '<div class="govuk-error-summary__body">'
        f'<ul class="govuk-list govuk-error-summary__list">{items}</ul></div></div></div>',
    )


def test_error_summary_without_errors_is_nothing() -> None:
    html = render_to_string("components/form_errors.html", {"form": Figures()})

    assert html.strip() == ""


@pytest.mark.parametrize(
    ("family", "word", "shape"),
    [
        ("green", "Green", '<circle cx="8" cy="8" r="7" />'),
        ("amber", "Amber (judgement)", '<path d="M8 1l7 14H1z" />'),
        ("red", "Red", '<path d="M8 0l8 8-8 8-8-8z" />'),
        ("awaiting", "Awaiting information", '<path d="M2 7h12v2.5H2z" />'),
        ("unrated", "To be confirmed", '<path d="M2 7h12v2.5H2z" />'),
    ],
)
def test_rating_has_word_shape_and_colour(family: str, word: str, shape: str) -> None:
    html = render_to_string("components/rating_tag.html", {"status": Status(word, family)})

    expected = (
        f'<span class="app-tag app-tag--{family}">'
        f'<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">{shape}</svg>{word}</span>'
    )
    assertHTMLEqual(html, expected)


@pytest.mark.parametrize(
    ("family", "letter"),
    [
        ("green", "G"),
        ("amber", "A"),
        ("red", "R"),
        ("exceeded", "E"),
        ("awaiting", "W"),
        ("unrated", "–"),
    ],
)
def test_small_rating_has_letter_and_word_to_be_heard(family: str, letter: str) -> None:
    context = {"status": Status("Some word", family), "small": True}

    html = render_to_string("components/rating_tag.html", context)

    assert f">{letter}</text>" in html
    assert 'aria-label="Some word"' in html


def test_period_switcher() -> None:
    periods = [Period("2017-18-q2", "2017/18 Q2"), Period("2017-18-q3", "2017/18 Q3")]
    context = {"action": "/x/", "period": periods[1], "periods": periods, "previous": periods[0]}

    assertHTMLEqual(
        render_to_string("components/period_switcher.html", context),
        '<form class="app-switcher" method="get" action="/x/">'
        '<a href="/x/?period=2017-18-q2" rel="prev">‹ 2017/18 Q2</a>'
        '<label for="period">Period</label>'
        '<select class="govuk-select" id="period" name="period">'
        '<option value="2017-18-q2">2017/18 Q2</option>'
        '<option value="2017-18-q3" selected>2017/18 Q3</option></select>'
        '<button class="govuk-button govuk-button--secondary" type="submit">Show</button></form>',
    )


def test_pagination_keeps_the_rest_of_the_address(rf: RequestFactory) -> None:
    page = Paginator(range(5), 2).page(2)

    html = render_to_string(
        "components/pagination.html", {"page": page, "request": rf.get("/?a=b")}
    )

    assert [part.split('"')[0] for part in html.split('href="')[1:]] == [
        "?a=b&amp;page=1",
        "?a=b&amp;page=1",
        "?a=b&amp;page=2",
        "?a=b&amp;page=3",
        "?a=b&amp;page=3",
    ]
    assert html.count('aria-current="page"') == 1


def test_pagination_of_one_page_is_nothing() -> None:
    html = render_to_string("components/pagination.html", {"page": Paginator([1], 2).page(1)})

    assert html.strip() == ""


def test_demo_sentence_only_in_the_demo() -> None:
    template = "components/demo_sentence.html"
    sentence = "Example council. Business today is 15 January 2018."

    shown = render_to_string(template, {"is_demo": True, "business_today": date(2018, 1, 15)})

    assert sentence in shown
    assert render_to_string(template, {"is_demo": False}).strip() == ""
