"""Addresses of the quarterly cycle."""

from __future__ import annotations

from django.urls import path

from indicators import converters  # noqa: F401 - registers "quarter"
from indicators.approvals import views_approved, views_approving, views_greens
from indicators.board import views_board, views_covering, views_leads
from indicators.grid import views_grid
from indicators.history import views_history
from indicators.judging import views_judging
from indicators.officers import views_autosave, views_entering
from indicators.periods import views_corrections, views_periods, views_reopening
from indicators.redacting import views_redacting
from indicators.reminding import views_reminders
from indicators.spreadsheets.pages import views_templates
from indicators.terms import views_settings, views_terms

app_name = "indicators"

urlpatterns = [
    # /returns/ for officers
    path("returns/", views_entering.returns, name="returns"),
    path(
        "returns/<quarter:period>/grid/<str:service>/",
        views_grid.returns_grid,
        name="returns-grid",
    ),
    path(
        "returns/<quarter:period>/grid/<str:service>/autosave/",
        views_grid.returns_grid_autosave,
        name="returns-grid-autosave",
    ),
    path("returns/workbook/", views_templates.template_upload, name="template-upload"),
    path("returns/workbook/<int:run>/", views_templates.template_preview, name="template-preview"),
    path(
        "returns/<quarter:period>/workbook/<str:service>/",
        views_templates.template_download,
        name="template-download",
    ),
    path("returns/<quarter:period>/<str:ref>/", views_entering.return_edit, name="return-edit"),
    path(
        "returns/<quarter:period>/<str:ref>/check/",
        views_entering.return_check,
        name="return-check",
    ),
    path(
        "returns/<quarter:period>/<str:ref>/autosave/",
        views_autosave.return_autosave,
        name="return-autosave",
    ),
    path(
        "returns/<quarter:period>/<str:ref>/history/",
        views_history.return_history,
        name="return-history",
    ),
    path(
        "returns/<quarter:period>/<str:ref>/redact/",
        views_redacting.return_redact,
        name="return-redact",
    ),
    path(
        "returns/<quarter:period>/<str:ref>/correct/",
        views_corrections.return_correct,
        name="return-correct",
    ),
    path(
        "returns/<quarter:period>/<str:ref>/correct/drop/",
        views_corrections.return_drop,
        name="return-drop",
    ),
    path(
        "returns/<quarter:period>/<str:ref>/versions/",
        views_corrections.return_versions,
        name="return-versions",
    ),
    # /redact/ for the performance team and administrators
    path("redact/", views_redacting.redact_everywhere, name="redact"),
    # /approvals/ for approvers
    path("approvals/", views_approving.approvals, name="approvals"),
    path("approvals/approved/", views_approved.approved, name="approved"),
    path(
        "approvals/<quarter:period>/greens/<str:service>/",
        views_greens.greens,
        name="approve-greens",
    ),
    path(
        "approvals/<quarter:period>/<str:ref>/",
        views_approving.return_approve,
        name="return-approve",
    ),
    # /reminders/ for the performance team
    path("reminders/", views_reminders.reminders, name="reminders"),
    path("reminders/as-html/", views_reminders.reminder_html, name="reminder-html"),
    # /periods/ for the performance team
    path("periods/", views_periods.periods, name="periods"),
    path("periods/<quarter:period>/", views_periods.period, name="period"),
    path("periods/<quarter:period>/open/", views_periods.period_open, name="period-open"),
    path("periods/<quarter:period>/dates/", views_reopening.period_dates, name="period-dates"),
    path("periods/<quarter:period>/lock/", views_reopening.period_lock, name="period-lock"),
    path("periods/<quarter:period>/unlock/", views_reopening.period_unlock, name="period-unlock"),
    path("periods/<quarter:period>/let-in/", views_reopening.period_let_in, name="period-let-in"),
    path(
        "periods/<quarter:period>/let-in/<int:reopening>/end/",
        views_reopening.period_let_in_end,
        name="period-let-in-end",
    ),
    path("periods/<quarter:period>/close/", views_periods.period_close, name="period-close"),
    # /board/ and /leads/ for the performance team and approvers, /cover/ for officers as well
    path("board/", views_board.board_now, name="board-now"),
    path("board/<quarter:period>/", views_board.progress_board, name="board"),
    path("board/<quarter:period>/asked/", views_board.board_asked, name="board-asked"),
    path("leads/", views_leads.leads, name="leads"),
    path("cover/", views_covering.cover, name="cover"),
    # /terms/ and /judged/ for the performance team
    path("terms/", views_terms.terms_list, name="terms-list"),
    path("terms/<str:ref>/", views_terms.terms, name="terms"),
    path("terms/<str:ref>/change/", views_terms.terms_change, name="terms-change"),
    path("terms/<str:ref>/change/preview/", views_terms.terms_preview, name="terms-preview"),
    path("terms/<str:ref>/remove/", views_terms.terms_remove, name="terms-remove"),
    path("judged/", views_judging.judgements, name="judgements"),
    path("judged/<quarter:period>/<str:ref>/", views_judging.judge, name="judge"),
    # /council-settings/ for the performance team and administrators
    path("council-settings/", views_settings.settings, name="settings"),
]
