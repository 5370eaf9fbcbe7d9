"""`manage.py demo`: makes the example council, says how to sign in, and serves it."""

from __future__ import annotations

import os
import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from perfmgmt.demo.making import NotHereError, is_made, make
from perfmgmt.demo.signing_in import how_to_sign_in
from perfmgmt.demo.working import worker_beside
from perfmgmt.env import Environment

HOST = "127.0.0.1"  # this machine only: everybody knows the passwords
LAST_PORT = 65535


class Command(BaseCommand):
    help = "Makes the example council, says how to sign in as each person, and serves it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-serve", action="store_true", help="make the example council and stop there"
        )
        parser.add_argument("--port", default="", help="where to serve it (else PORT, else 8000)")

    def handle(self, *_args: Any, **options: Any) -> None:
        serves = not options["no_serve"]
        port = _port(options["port"])
        if serves and settings.DEMO:
            _refuse_taken(port)
        self._make()
        self.stdout.write(how_to_sign_in(f"http://{HOST}:{port}/"))
        self.stdout.flush()
        if serves:
            with worker_beside():
                call_command("runserver", f"{HOST}:{port}", use_reloader=False)

    def _make(self) -> None:
        if settings.DEMO and is_made():
            self.stdout.write("The example council is made already; nothing was changed.")
            return
        self.stdout.write("Making the example council, which takes about half a minute …")
        self.stdout.flush()
        try:
            make()
        except NotHereError as refusal:
            raise CommandError(str(refusal)) from refusal


def _port(given: str) -> int:
    values = {"PORT": str(given) or os.environ.get("PORT", "")}
    try:
        return Environment(values).integer("PORT", 8000, low=1, high=LAST_PORT)
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from error


def _refuse_taken(port: int) -> None:
    """Say at once, before anything is made, that nothing can be served there."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} can't be used: another program has it. "
                "Choose another, for example `make run PORT=8080`."
            ) from error
