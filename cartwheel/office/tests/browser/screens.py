"""Every screen there is: the office's and those of signing in, found by their addresses."""

from django.test import Client
from django.urls import reverse

from cartwheel.demo.cast import OTTERS
from cartwheel.domain.identity.models import User
from cartwheel.office.signin.urls import urlpatterns as sign_in
from cartwheel.office.tests.addresses import CONVERTERS
from cartwheel.office.tests.world import StandingWorld


def office_addresses(house):
    """The path of every address of the office, about a record of the cast."""
    with house.inside():
        world = StandingWorld(house.otters, house.otters.staff["Olive"], house.saturdays)
        known = {name: world.fill(name, kinds) for name, kinds in CONVERTERS.items()}
    return [
        reverse(f"office:{name}", kwargs=given | {"account": OTTERS})
        for name, given in known.items()
    ]


def sign_in_pages():
    """The pages on which somebody looks after her own sign-in."""
    visitor = signed_in("owner@otters.example")
    names = [pattern.name for pattern in sign_in if not pattern.pattern.converters]
    paths = [reverse(name) for name in names if name != "account_reset_password_from_key"]
    return [path for path in dict.fromkeys(paths) if page_at(visitor, path)]


def signed_in(email):
    visitor = Client()
    visitor.force_login(User.objects.get(email=email))
    return visitor


def page_at(visitor, path):
    """The text of a screen of its own: no part, no file, no letter, no way to somewhere else."""
    answer = visitor.get(path)
    is_letter = "sandbox" in answer.headers.get("Content-Security-Policy", "")
    whole = b"</html>" in getattr(answer, "content", b"")
    return answer.content.decode() if answer.status_code == 200 and whole and not is_letter else ""
