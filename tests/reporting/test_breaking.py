"""Long file names break where a reader expects it, and nothing else of them changes."""

from reporting.templatetags.breaking import may_break


def test_a_file_name_may_break_after_its_underscores() -> None:
    assert may_break("source: a_b.xlsx, <cell>") == "source: a_<wbr>b.xlsx, &lt;cell&gt;"


def test_words_without_underscores_stay_as_they_are() -> None:
    assert may_break("not yet agreed") == "not yet agreed"
