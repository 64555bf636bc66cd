"""What a request tells of where it comes from."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """From which address the request comes: what the proxy says, where there is a proxy."""
    header = settings.ALLAUTH_TRUSTED_CLIENT_IP_HEADER
    told = request.headers.get(header, "") if header else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(told.strip()))
    except ValueError:
        return None
