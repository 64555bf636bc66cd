"""What machines ask: alive, ready, and how much of everything."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cartwheel.jobs.readiness import trouble

View = TypeVar("View", bound=Callable[..., HttpResponse])


def without_transaction(view: View) -> View:
    """Keep the middleware from opening a transaction: the view must answer without a database."""
    view.own_transactions = True  # type: ignore[attr-defined]
    return view


@without_transaction
@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. It asks nobody else."""
    return HttpResponse("alive\n", content_type="text/plain")


@without_transaction
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether everything that is needed is there: 200, or 503 with what is missing."""
    found = trouble()
    state = {name: problem or "ok" for name, problem in found.items()}
    return JsonResponse(state, status=503 if any(found.values()) else 200)


@without_transaction
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything that is counted, for Prometheus."""
    from cartwheel.jobs.metrics import CONTENT_TYPE, exposition

    return HttpResponse(exposition(), content_type=CONTENT_TYPE)
