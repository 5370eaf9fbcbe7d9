"""Hands one e-mail to the mail server, and says whether it took it, refused it, or who knows."""

from __future__ import annotations

from contextlib import suppress
from smtplib import (
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend


class NotTakenError(Exception):
    """The mail server did not take the message, for sure; the message says why."""


class NoServerError(NotTakenError):
    """The mail server can't be used at all, so the next message needs no try."""


class UnsureError(Exception):
    """The connection broke while it was being sent, so it may have arrived or not."""


def deliver(mail: EmailMessage) -> None:
    """Return once the mail server has taken the message, else one of the errors above.

    Each message has a connection of its own: a server that ends a long one in the middle would
    leave us unsure of a message that it never saw.
    """
    connection = get_connection()
    _open(connection)
    try:
        taken = connection.send_messages([mail])
    except SMTPServerDisconnected as error:
        raise UnsureError(_unsure(error)) from error
    except SMTPException as error:
        raise NotTakenError(_refusal(error)) from error
    except OSError as error:
        raise UnsureError(_unsure(error)) from error
    except ValueError as error:  # an address or subject that no mail can have
        raise NotTakenError(f"It can't be sent: {error}") from error
    finally:
        with suppress(OSError):  # whatever happens at goodbye, the message is taken or refused
            connection.close()
    if not taken:
        raise NotTakenError("It was sent to nobody: the address is empty.")


def _open(connection: BaseEmailBackend) -> None:
    try:
        connection.open()
    except OSError as error:
        with suppress(OSError):
            connection.close()
        server = settings.EMAIL_HOST or "of the settings"
        raise NoServerError(f"The mail server {server} can't be used: {_words(error)}") from error


def _unsure(error: OSError) -> str:
    return f"The connection broke while it was being sent: {_words(error).rstrip('.')}."


def _refusal(error: SMTPException) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        answers = (_answer(code, text) for code, text in error.recipients.values())
        return f"The mail server refused the address: {'; '.join(answers)}"
    return f"The mail server refused the message: {_words(error)}"


def _words(error: OSError) -> str:
    if isinstance(error, SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _answer(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
