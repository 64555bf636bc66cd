"""The account's own words about customers, on one page, each with how often it is used."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse

from cartwheel.domain.accounts import permissions
from cartwheel.domain.people.models import CustomField, Family, Student
from cartwheel.domain.people.queries import contact_types
from cartwheel.office.views import OfficeView


class CustomerSettings(OfficeView):
    permission = permissions.SETUP

    def get(self, request: Any) -> HttpResponse:
        account = request.account
        emails, phones = contact_types(account)
        fields = with_uses(list(account.custom_fields.all()))
        groups = [
            (label, [field for field in fields if field.about == about])
            for about, label in CustomField.About.choices
        ]
        links = Count("family_links", distinct=True) + Count("student_links", distinct=True)
        return self.render(
            "office/settings/customers/overview.html",
            sources=account.referral_sources.annotate(uses=Count("families")),
            keywords=account.keywords.annotate(uses=links),
            fields=fields,
            groups=[(label, mine) for label, mine in groups if mine],
            email_types=emails,
            phone_types=phones,
        )


def with_uses(fields: list[Any]) -> list[Any]:
    """How many records have a value in each; one statement for families, one for students."""
    for model, students in ((Family, False), (Student, True)):
        mine = [field for field in fields if (field.about == "student") == students]
        counts = {
            f"n{field.pk}": Count("pk", filter=Q(custom__has_key=str(field.pk))) for field in mine
        }
        if mine:
            account = mine[0].account_id
            found = model._default_manager.filter(account=account).aggregate(**counts)
            for field in mine:
                field.uses = found[f"n{field.pk}"]
    return fields
