"""A person who signs in, known by e-mail address and by the post that they hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class PersonManager(BaseUserManager["Person"]):
    """Makes people; addresses differ by more than capitals."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Save and return a person; without a password they can't sign in with one."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Save and return the first administrator (`manage.py createsuperuser`)."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in. What they may do follows from their appointments."""

    email = models.EmailField("e-mail address")
    name = models.CharField(max_length=150)
    post = models.CharField(max_length=150, blank=True, help_text="For example Head of Housing.")
    is_active = models.BooleanField(
        "may sign in", default=True, help_text="Untick when somebody leaves. Never delete people."
    )
    is_staff = models.BooleanField("may open the administration pages", default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()

    # Saved, but never written into the record of changes
    RECORD_APART = ("password", "last_login")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name_plural = "people"
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_once",
                violation_error_message="Somebody has this e-mail address already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.post}" if self.post else self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
