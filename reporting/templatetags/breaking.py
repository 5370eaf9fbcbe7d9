"""Where a long word may break at the end of a line."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def may_break(text: str) -> SafeString:
    """Let a file's name break after each underscore rather than in the middle of a word."""
    return format_html_join(SafeString("_<wbr>"), "{}", ((part,) for part in text.split("_")))
