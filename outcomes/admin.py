"""Administration of frameworks and outcomes."""

from django.contrib import admin

from organisation.admin import RecordedAdmin
from outcomes.models import Framework, Outcome


class OutcomeInline(admin.StackedInline[Outcome, Framework]):
    model = Outcome
    extra = 1


@admin.register(Framework)
class FrameworkAdmin(RecordedAdmin):
    inlines = (OutcomeInline,)


@admin.register(Outcome)
class OutcomeAdmin(RecordedAdmin):
    list_display = ("code", "short_name", "kind", "framework")
    list_filter = ("framework", "kind")
