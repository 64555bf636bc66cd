"""What surrounds every request: a log line with an id, and one transaction for one account."""

import re
import time
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import structlog
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from cartwheel.domain.accounts.queries import account_at
from cartwheel.kernel.tenancy import tenant

Handler = Callable[[HttpRequest], HttpResponse]

log = structlog.get_logger("cartwheel.request")
QUIET = ("/static/", "/healthz", "/readyz", "/metrics")
_SAFE_ID = re.compile(r"^[\w.-]{8,64}$")


class RequestLog:
    """One structured line a request; its id stands in every line logged meanwhile."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _SAFE_ID.match(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        if not request.path.startswith(QUIET):
            log.info(
                "request",
                method=request.method,
                path=loggable_path(request),
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )
        return response


def loggable_path(request: HttpRequest) -> str:
    """The path without a ``key`` that it carries: who reads the logs must not sign in with it."""
    match = request.resolver_match
    key = match.kwargs.get("key") if match else None
    return request.path.replace(str(key), "…") if key else request.path


class RequestTransaction:
    """One transaction around view and rendering, told the account that the address names.

    Django's own ``ATOMIC_REQUESTS`` ends before a ``TemplateResponse`` renders; a query in a
    template would then see no rows at all. An exception undoes everything; a response that says
    "refused" (422) is an answer like any other and commits what the operation left standing.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with ExitStack() as stack:
            request.frame = stack  # type: ignore[attr-defined]
            request.failed = False  # type: ignore[attr-defined]
            response = self.get_response(request)
            if request.failed and transaction.get_connection().in_atomic_block:  # type: ignore[attr-defined]
                transaction.set_rollback(True)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> None:
        stack: ExitStack = request.frame  # type: ignore[attr-defined]
        slug = kwargs.pop("account", None)
        if slug is not None:
            account = account_at(slug)
            if account is None:
                raise Http404
            request.account = account  # type: ignore[attr-defined]
            stack.enter_context(tenant(account.pk))
        if not getattr(view, "own_transactions", False):
            stack.enter_context(transaction.atomic())

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        request.failed = True  # type: ignore[attr-defined]
