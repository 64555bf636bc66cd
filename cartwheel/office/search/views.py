"""Search everything: the page, and what the box in the toolbar shows while somebody types."""

from typing import Any

from django.http import HttpResponse

from cartwheel.kernel.permissions import EVERYBODY
from cartwheel.office.families.near import told_of
from cartwheel.office.search.asked import Asked
from cartwheel.office.search.everything import Everything
from cartwheel.office.views import OfficeView


class SearchView(OfficeView, abstract=True):
    """Open to everybody in the office: each finds what she may see."""

    permission = EVERYBODY

    def found(self) -> dict[str, Any]:
        asked = Asked.by(self.request.actor, self.request.GET.get("q", ""))
        everything = Everything(asked, self.request.location)
        groups = everything.groups()
        return {
            "text": asked.text,
            "groups": groups,
            "count": sum(len(group.hits) for group in groups),
            "told": told_of(asked.finding, everything.families, self.to("search"))
            if everything.families
            else "",
        }


class Search(SearchView):
    def get(self, request: Any) -> HttpResponse:
        return self.render("office/search/search.html#found", **self.found(), search_url="")


class SearchOptions(SearchView):
    is_part = True

    def get(self, request: Any) -> HttpResponse:
        return self.render("office/search/_found.html", **self.found())
