"""The styleguide; included only where ``settings.STYLEGUIDE`` is on."""

from django.urls import path

from cartwheel.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("list/", views.sample_list, name="sample-list"),
    path("form/", views.sample_form, name="sample-form"),
    path("options/", views.sample_options, name="sample-options"),
    path("draft/", views.sample_draft, name="sample-draft"),
    path("signin/", views.sample_signin, name="sample-signin"),
]
