"""Addresses of exception reports and their documents."""

from django.urls import path

from indicators import converters as _converters  # noqa: F401 - registers <quarter:...>
from reporting.exceptions import views

urlpatterns = [
    # /exceptions/2017-18-q3/...
    path("exceptions/<quarter:period>/", views.exceptions, name="exceptions"),
    path("exceptions/<quarter:period>/report.docx", views.exceptions_word, name="exceptions-word"),
    path("exceptions/<quarter:period>/report.pdf", views.exceptions_pdf, name="exceptions-pdf"),
    # /exceptions/2017-18-q3/25/...
    path("exceptions/<quarter:period>/<str:ref>/", views.exception, name="exception"),
    path(
        "exceptions/<quarter:period>/<str:ref>/report.docx",
        views.exception_word,
        name="exception-word",
    ),
    path(
        "exceptions/<quarter:period>/<str:ref>/report.pdf",
        views.exception_pdf,
        name="exception-pdf",
    ),
]
