"""The Banerjees' money as the desk sees it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from cartwheel.domain.ledger.operations import Line, Step, post_charge, take_payment


class Desk(SimpleNamespace):
    """One family, the business's words for money, and the addresses of its pages."""

    def charge(self, amount, *, title="Splash party", due=7, family=None, tax=None, **line):
        trace = (Step("Splash, up to 12 guests", amount),)
        given = {"title": title, "amount": amount, "tax_rate": tax, "trace": trace} | line
        return post_charge(
            family or self.family,
            location=self.otters.bay,
            lines=[Line(program=self.program, category=self.category, **given)],
            charged_on=self.today - timedelta(days=30),
            due_on=self.today + timedelta(days=due),
            by=self.otters.desk,
        )

    def pay(self, amount, **given):
        usual = {"location": self.otters.bay, "kind": "cash", "paid_on": self.today}
        given = usual | {"by": self.otters.desk} | given
        return take_payment(self.family, amount=amount, **given)

    def at(self, page, *args):
        return reverse(f"office:{page}", args=["otters", self.family.pk, *args])


@pytest.fixture
def desk(otters):
    return Desk(
        otters=otters,
        family=otters.families["Banerjee"],
        program=otters.account.programs.get(),
        category=otters.account.charge_categories.get(),
        tax=otters.tax,
        today=timezone.localdate(timezone=otters.bay.zone),
    )


def text_of(response):
    """The page as one line of words, without its tags."""
    import html
    import re

    bare = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(bare).split())
