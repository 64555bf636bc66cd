"""The styleguide: every component in every state, for people who build screens and for the tests.

It reads and writes no table. ``?theme=dark`` shows it in dark colors.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cartwheel.ui import styleguide as sample
from cartwheel.ui.lists import BulkAction
from cartwheel.ui.shell import DockItem, MenuItem, NavItem, Person


def shell(request: HttpRequest) -> dict[str, Any]:
    """A shell with something in every place."""
    guide, table = reverse("ui:styleguide"), reverse("ui:sample-list")
    form, gate = reverse("ui:sample-form"), reverse("ui:sample-signin")
    return {
        "theme": request.GET.get("theme", ""),
        "account": sample.ACCOUNT,
        "home_url": guide,
        "nav_items": [
            NavItem("Styleguide", guide, icon="shapes", current=request.path == guide),
            NavItem("List", table, icon="list-checks", current=request.path == table),
            NavItem("Form", form, icon="square-pen", current=request.path == form),
            NavItem("Sign-in", gate, icon="log-in"),
        ],
        "create_items": [MenuItem("New booking", form, icon="cake")],
        "profile_items": [MenuItem("Settings", guide, icon="settings")],
        "person": Person("Riley Shaw", "riley@otters.example"),
        "locations": sample.LOCATIONS,
        "location_label": sample.LOCATIONS[0][0],
        "set_location_url": reverse("ui:sample-draft"),
        "theme_url": reverse("ui:sample-draft"),
        "sign_out_url": reverse("ui:sample-draft"),
        "dock_items": [
            DockItem("Background tasks", guide, icon="list-checks", count=2),
            DockItem("Messages", guide, icon="mail", count=0),
        ],
    }


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    context = {
        **shell(request),
        "empty_form": sample.SampleForm(account=sample.ACCOUNT),
        "refused_form": sample.refused_form(),
        "icons": sample.ICONS,
        "tones": sample.TONES,
        "tokens": sample.TOKENS,
        "lines": sample.LINES,
        "subtotals": sample.SUBTOTALS,
        "total": sample.TOTAL,
        "entries": sample.entries(),
        "lanes": sample.LANES,
        "hours": sample.HOURS,
    }
    return render(request, "ui/styleguide/index.html", context)


@require_GET
def sample_list(request: HttpRequest) -> HttpResponse:
    page = sample.SampleList(request.GET, path=request.path)
    page.bulk_actions = (BulkAction("Email", reverse("ui:sample-draft"), icon="mail"),)
    page.export_urls = dict.fromkeys(("csv", "xlsx"), reverse("ui:sample-draft"))
    page.save_view_url = reverse("ui:sample-draft")
    part = "#list" if request.headers.get("HX-Request") else ""
    context = {**shell(request), "list": page, "new_url": reverse("ui:sample-form")}
    context["new_label"] = "New booking"
    response = render(request, f"ui/styleguide/list.html{part}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_http_methods(["GET", "POST"])
def sample_form(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        form = sample.SampleForm(request.POST, account=sample.ACCOUNT)
        if form.perform(sample.book) is not None:
            return _done(request)
    else:
        form = sample.SampleForm(account=sample.ACCOUNT, initial={"guests": 12})
    part = "#form" if request.headers.get("HX-Request") else ""
    context = {**shell(request), "form": form, "lines": sample.LINES, "total": sample.TOTAL}
    context["subtotals"] = sample.SUBTOTALS
    status = 422 if form.is_bound else 200
    return render(request, f"ui/styleguide/form.html{part}", context, status=status)


def _done(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("ui:styleguide")})
    return redirect("ui:styleguide")


@require_GET
def sample_options(request: HttpRequest) -> HttpResponse:
    options = sample.families(request.GET.get("q", ""))
    return render(request, "ui/options.html", {"options": options})


@require_POST
def sample_draft(request: HttpRequest) -> HttpResponse:
    """Takes whatever is sent and keeps nothing."""
    return HttpResponse(status=204)


@require_GET
def sample_signin(request: HttpRequest) -> HttpResponse:
    context = {"form": sample.SigninForm(), "theme": request.GET.get("theme", "")}
    return render(request, "ui/styleguide/signin.html", context)
