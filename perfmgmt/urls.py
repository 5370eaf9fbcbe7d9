"""All addresses: administration, sign-in, returns, and everything that reads."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import include, path, re_path

from organisation import sessions

# One way in, with one count of wrong guesses: the administration has no sign-in of its own.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# What people may do follows from their appointments, and their address is their own field.
admin.site.unregister([EmailAddress, Group])

# /accounts/: of allauth's pages those that a council's people need. Nobody signs up, and
# addresses are changed in the administration.
sign_in = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("session/", sessions.session_left, name="session-left"),
    path("session/stay/", sessions.session_stay, name="session-stay"),
]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include(sign_in)),
    path("", include("indicators.urls")),
    path("", include("reporting.urls")),
]
