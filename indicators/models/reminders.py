"""Reminders: who was told what about which return, so that nobody is told twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.models.returns import Return


class MessageState(models.TextChoices):
    """What became of a message; one that broke off in between is not sent again."""

    STARTED = "STARTED", "Started"
    SENT = "SENT", "Sent"
    FAILED = "FAILED", "Failed"


class ReminderKind(models.TextChoices):
    """What a reminder is about."""

    BEFORE_DUE = "BEFORE_DUE", "Due soon"
    DUE = "DUE", "Due today"
    OVERDUE = "OVERDUE", "Overdue"
    ESCALATED = "ESCALATED", "Overdue, to the head of service"
    SENT_BACK = "SENT_BACK", "Sent back"
    APPROVED = "APPROVED", "Approved"


class Message(models.Model):
    """One e-mail to one person; it holds no figure and no commentary."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    address = models.EmailField("address at the time")
    on = models.DateField("business date")
    subject = models.CharField(max_length=200)
    state = models.CharField(max_length=7, choices=MessageState, default=MessageState.STARTED)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.subject} to {self.address}"


class Reminder(models.Model):
    """One matter that one person was told about one return; never twice the same."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    of = models.ForeignKey(Return, models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=10, choices=ReminderKind)
    occasion = models.PositiveIntegerField(
        default=0, help_text="Which time: the round of overdue reminders, or the return's edit."
    )

    class Meta:
        ordering = ("id",)
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "of", "kind", "occasion"), name="reminder_once"
            ),
            models.CheckConstraint(
                name="reminder_kind_is_known", condition=Q(kind__in=ReminderKind.values)
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.of}"
