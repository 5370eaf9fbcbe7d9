"""Administration of frameworks and outcomes."""

from django.contrib import admin

from organisation.admin import RecordedAdmin
from organisation.tables import TableExchange
from outcomes.models import Framework, Outcome
from outcomes.resources import FrameworkResource, OutcomeResource


class OutcomeInline(admin.StackedInline[Outcome, Framework]):
    model = Outcome
    extra = 1


@admin.register(Framework)
class FrameworkAdmin(TableExchange, RecordedAdmin):
    resource_classes = [FrameworkResource]
    inlines = (OutcomeInline,)


@admin.register(Outcome)
class OutcomeAdmin(TableExchange, RecordedAdmin):
    resource_classes = [OutcomeResource]
    list_display = ("code", "short_name", "kind", "framework")
    list_filter = ("framework", "kind")
