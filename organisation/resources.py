"""The council's make-up and people as tables: exported and imported with natural keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import models
from import_export import fields, resources, widgets

from organisation.columns import FigureWidget, MomentWidget, Row, TextWidget, YesNoWidget
from organisation.models import (
    Appointment,
    Change,
    Council,
    Directorate,
    Person,
    Portfolio,
    Service,
)
from organisation.record import save

OWN_WIDGETS: Final = {
    "CharField": TextWidget,
    "TextField": TextWidget,
    "DecimalField": FigureWidget,
    "BooleanField": YesNoWidget,
    "DateTimeField": MomentWidget,
}


class RecordedResource(resources.ModelResource):
    """A table whose every change, however it comes, stands in the record of changes.

    `import_data` takes `by` and `on` and hands them on to the deed that saves.
    """

    _meta: Any

    @classmethod
    def widget_from_django_field(cls, f: Any, default: Any = widgets.Widget) -> Any:
        own = OWN_WIDGETS.get(f.get_internal_type())
        return own or super().widget_from_django_field(f, default)  # type: ignore[no-untyped-call]

    def save_instance(self, instance: Any, is_create: bool, row: Row, **kwargs: Any) -> None:  # noqa: ARG002, FBT001
        """Save through the record; a dry run is rolled back by import_data."""
        self.keep(instance, **kwargs)

    def keep(self, instance: Any, **kwargs: Any) -> None:
        save(instance, by=kwargs["by"], on=kwargs["on"])

    def built(self, columns: Mapping[str, str]) -> Any:
        """An unsaved object of these columns, without what it points at."""
        instance = self._meta.model()
        for field in self.get_import_fields():
            points = isinstance(field.widget, widgets.ForeignKeyWidget)
            if field.column_name in columns and not points:
                field.save(instance, dict(columns))
        return instance

    def table(self, queryset: models.QuerySet[Any]) -> list[dict[str, str]]:
        """The rows of an export."""
        found: list[dict[str, str]] = self.export(queryset).dict
        return found


class TableMeta:
    """What all tables have in common."""

    skip_unchanged = True
    report_skipped = True
    use_transactions = True
    clean_model_instances = True
    skip_html_diff = True  # previews show changes themselves


class ServiceWidget(widgets.ForeignKeyWidget):
    """A service, which only its directorate's name makes unmistakable."""

    def __init__(self) -> None:
        super().__init__(Service, "name")  # type: ignore[no-untyped-call]

    def clean(self, value: Any, row: Row | None = None, **kwargs: Any) -> Service | None:  # noqa: ARG002
        words, given = TextWidget(), row or {}
        directorate, name = words.clean(given.get("directorate")), words.clean(value)
        if not name:
            return None
        found = Service.objects.filter(directorate__name=directorate, name=name).first()
        if found is None:
            raise ValueError(f"The council has no service {directorate} / {name}: add it first.")
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        return TextWidget().render(value.name if value else None)


class NamedWidget(widgets.ForeignKeyWidget):
    """Something of the council's, by its name; it has to be there already."""

    def clean(self, value: Any, row: Row | None = None, **kwargs: Any) -> Any:  # noqa: ARG002
        name = TextWidget().clean(value)
        if not name:
            return None
        found = self.model.objects.filter(**{self.field: name}).first()
        if found is None:
            what = self.model._meta.verbose_name
            raise ValueError(f"The council has no {what} {name}: add it first.")
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        return TextWidget().render(getattr(value, self.field) if value else None)


class ReadOnlyMeta(TableMeta):
    """A row that can't be changed needs no checking either."""

    clean_model_instances = False


class ReadOnlyResource(RecordedResource):
    """A table that deeds make: it goes out; in again it may only say what is so already."""

    remedy = "It is changed by its own pages."

    def keep(self, instance: Any, **kwargs: Any) -> None:  # noqa: ARG002
        name = instance._meta.verbose_name
        raise ValueError(f"A table can't add or change a {name}. {self.remedy}")


class DirectorateResource(RecordedResource):
    """Directorates by name."""

    class Meta(TableMeta):
        model = Directorate
        name = "Directorates"
        import_id_fields = ("name",)
        fields = ("name", "first_day", "last_day")


class ServiceResource(RecordedResource):
    """Services by directorate and name."""

    directorate = fields.Field("directorate", "directorate", NamedWidget(Directorate, "name"))

    class Meta(TableMeta):
        model = Service
        name = "Services"
        import_id_fields = ("directorate", "name")
        fields = ("directorate", "name", "first_day", "last_day")

    def get_queryset(self) -> models.QuerySet[Service]:
        return Service.objects.select_related("directorate")


class PortfolioResource(RecordedResource):
    """Portfolios by name; who holds them, and what they cover, is dated and stays out."""

    class Meta(TableMeta):
        model = Portfolio
        name = "Portfolios"
        import_id_fields = ("name",)
        fields = ("name",)


class PersonResource(RecordedResource):
    """People by e-mail address. Passwords and superusers never go out or come in."""

    class Meta(TableMeta):
        model = Person
        name = "People"
        import_id_fields = ("email",)
        fields = ("email", "name", "post", "is_active", "is_staff")
        # A password that nobody set is no field of the table.
        clean_model_instances = False

    def keep(self, instance: Person, **kwargs: Any) -> None:
        """A person who is new sets a password through “Forgotten your password?”."""
        if not instance.password:
            instance.set_unusable_password()
        instance.email = instance.email.lower()
        instance.full_clean()
        super().keep(instance, **kwargs)


class AppointmentResource(RecordedResource):
    """Roles by person, role, place and first day."""

    person = fields.Field("person", "person", NamedWidget(Person, "email"))
    directorate = fields.Field("directorate", "whole_directorate", NamedWidget(Directorate, "name"))
    of_service = fields.Field(
        "service__directorate__name", "directorate", TextWidget(), readonly=True
    )
    service = fields.Field("service", "service", ServiceWidget())

    class Meta(TableMeta):
        model = Appointment
        name = "Roles"
        import_id_fields = ("person", "role", "service", "directorate", "starts_on")
        fields = (
            "person",
            "role",
            "of_service",
            "service",
            "directorate",
            "starts_on",
            "ends_on",
        )

    def get_queryset(self) -> models.QuerySet[Appointment]:
        return Appointment.objects.select_related("person", "directorate", "service__directorate")


class CouncilResource(RecordedResource):
    """The council's settings: one row, which is always there."""

    class Meta(TableMeta):
        model = Council
        name = "Council settings"
        import_id_fields = ("name",)
        exclude = ("id",)


class ChangeResource(ReadOnlyResource):
    """The record of changes. Texts that people wrote stand in it as hashes."""

    person = fields.Field("person", "person", NamedWidget(Person, "email"))
    remedy = "The record only grows, by what people do."

    class Meta(ReadOnlyMeta):
        model = Change
        name = "Record of changes"
        import_id_fields = ("id",)

    def get_queryset(self) -> models.QuerySet[Change]:
        return Change.objects.select_related("person")
