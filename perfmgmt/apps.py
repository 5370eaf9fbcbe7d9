"""Django's handle on the project itself, which brings the command `demo`."""

from django.apps import AppConfig


class PerfmgmtConfig(AppConfig):
    name = "perfmgmt"
    verbose_name = "Performance scorecard"
