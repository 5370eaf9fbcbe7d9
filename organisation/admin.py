"""Administration of people, posts, directorates, portfolios; the record, to be read only."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator

from organisation.clock import today
from organisation.models import (
    Appointment,
    Change,
    Directorate,
    Person,
    Portfolio,
    PortfolioHolder,
    PortfolioRemit,
    Service,
)
from organisation.record import Edit, record, save
from organisation.resources import (
    AppointmentResource,
    ChangeResource,
    DirectorateResource,
    PersonResource,
    PortfolioResource,
    ServiceResource,
)
from organisation.tables import TableExchange, TableExport

LONGEST_IN_LIST = 120

admin.site.site_header = "Performance scorecard"
admin.site.site_title = "Administration"
admin.site.index_title = "Administration"


class RecordedAdmin(admin.ModelAdmin[Any]):
    """Whatever is added or changed here stands in the record of changes."""

    def save_model(
        self,
        request: HttpRequest,
        obj: Any,
        form: ModelForm[Any],  # noqa: ARG002
        change: bool,  # noqa: ARG002, FBT001
    ) -> None:
        self.keep(obj, request.user)

    def keep(self, obj: Any, by: Any) -> None:
        """Save through the record; what decides colours is saved by a deed of its own."""
        save(obj, by=by, on=today())

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[Any],  # noqa: ARG002
        formset: BaseInlineFormSet[Any, Any, Any],
        change: bool,  # noqa: ARG002, FBT001
    ) -> None:
        for obj in formset.save(commit=False):
            save(obj, by=request.user, on=today())  # type: ignore[arg-type]
        for obj in formset.deleted_objects:
            self.remove(request, obj)
        formset.save_m2m()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.remove(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:
            self.remove(request, obj)

    def remove(self, request: HttpRequest, obj: Any) -> None:
        """Delete, and leave what it was, and whatever goes with it, in the record."""
        going = NestedObjects(using=DEFAULT_DB_ALIAS)
        going.collect([obj])
        for each in (each for model in going.data.values() for each in model):
            edits = [Edit("deleted", str(each), "", text=True)]
            name = each._meta.verbose_name
            record(f"{name} deleted", each, by=request.user, on=today(), edits=edits)  # type: ignore[arg-type]
        obj.delete()


class AppointmentInline(admin.StackedInline[Appointment, Person]):
    model = Appointment
    extra = 1


@admin.register(Person)
class PersonAdmin(TableExchange, RecordedAdmin, UserAdmin[Person]):
    """People are added here and never deleted: their deeds stand in the record."""

    resource_classes = [PersonResource]

    form = UserChangeForm
    add_form = AdminUserCreationForm
    change_password_form = AdminPasswordChangeForm
    inlines = (AppointmentInline,)
    ordering = ("name",)
    list_display = ("name", "email", "post", "is_active", "is_staff")
    list_filter = ("is_active", "appointments__role")
    search_fields = ("name", "email", "post")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("name", "email", "post", "password")}),
        ("Access", {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = ((None, {"fields": ("name", "email", "post", "password1", "password2")}),)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 - Django names it
        form_url: str = "",
    ) -> HttpResponse:
        """Set a person's password; the record says who did so, and never what it is."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            person = Person.objects.get(pk=id)
            record("password set", person, by=request.user, on=today())  # type: ignore[arg-type]
        return response


@admin.register(Appointment)
class AppointmentAdmin(TableExchange, RecordedAdmin):
    resource_classes = [AppointmentResource]
    list_display = ("person", "role", "service", "directorate", "starts_on", "ends_on")
    list_filter = ("role", "service__directorate")
    autocomplete_fields = ("person",)


class ServiceInline(admin.StackedInline[Service, Directorate]):
    model = Service
    extra = 1


@admin.register(Directorate)
class DirectorateAdmin(TableExchange, RecordedAdmin):
    resource_classes = [DirectorateResource]
    inlines = (ServiceInline,)


@admin.register(Service)
class ServiceAdmin(TableExchange, RecordedAdmin):
    resource_classes = [ServiceResource]
    list_display = ("name", "directorate")
    list_filter = ("directorate",)


class RemitInline(admin.StackedInline[PortfolioRemit, Portfolio]):
    model = PortfolioRemit
    extra = 1


class HolderInline(admin.StackedInline[PortfolioHolder, Portfolio]):
    model = PortfolioHolder
    extra = 1


@admin.register(Portfolio)
class PortfolioAdmin(TableExchange, RecordedAdmin):
    resource_classes = [PortfolioResource]
    inlines = (HolderInline, RemitInline)


def told(change: Change, part: str) -> str:
    """What a row says, or the beginning of the text that stands apart from it."""
    kept = next((each for each in change.texts.all() if each.part == part), None)
    text = str(getattr(change, part)) if kept is None else kept.text or "(removed)"
    return Truncator(text).chars(LONGEST_IN_LIST)


@admin.register(Change)
class ChangeAdmin(TableExport, admin.ModelAdmin[Change]):
    """The record of changes, to be read."""

    resource_classes = [ChangeResource]

    list_display = (
        "at",
        "on",
        "person",
        "deed",
        "object_label",
        "field",
        "was",
        "became",
        "reason",
    )
    list_filter = ("deed", "origin")
    search_fields = ("object_label", "field")
    date_hierarchy = "on"
    list_select_related = ("person",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Change]:
        return super().get_queryset(request).prefetch_related("texts")

    @admin.display(description="before")
    def was(self, change: Change) -> str:
        return told(change, "before")

    @admin.display(description="after")
    def became(self, change: Change) -> str:
        return told(change, "after")

    @admin.display(description="why")
    def reason(self, change: Change) -> str:
        return told(change, "why")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False
