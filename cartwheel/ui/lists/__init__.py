"""One list page as a declaration: search, filters, sorting, paging, selection, export.

A list is a class; an instance is one page of it for one query string::

    class PartyList(ListPage):
        name = "parties"
        title = _("Parties")
        search_label = _("Title, family or honoree")
        columns = (
            Column("title", _("Party"), sort="title", link=lambda party: party.get_absolute_url()),
            Column("starts_at", _("When"), kind="moment", sort="starts_at", priority=2),
            Column("balance_cents", _("Balance"), kind="balance", sort="balance_cents"),
        )
        filters = (ChoiceFilter("station", _("Station"), stations, lookup="station_id"),)
        default_sort = "starts_at"

        def search(self, queryset, text):
            return queryset.filter(title__icontains=text)

    page = PartyList(account.parties.all(), request.GET, actor)

What holds: all state is in the query string; unknown or broken parameters are ignored and never an
error. A page costs two statements (rows, capped count), or one when the first page holds
everything, whatever the number of rows. Nothing is counted beyond ``count_cap``; below it pages
are numbered, beyond it they are reached by first, previous, next and last, each by an index.

``write_csv`` and ``write_xlsx`` write what is shown, all rows of it, in flat memory.
"""

from cartwheel.ui.lists.columns import Action, BulkAction, Column
from cartwheel.ui.lists.exports import write_csv, write_xlsx
from cartwheel.ui.lists.filters import Choice, ChoiceFilter, DateRangeFilter, Filter, FlagFilter
from cartwheel.ui.lists.letters import Letters
from cartwheel.ui.lists.page import ListPage, Tab

__all__ = [
    "Action",
    "BulkAction",
    "Choice",
    "ChoiceFilter",
    "Column",
    "DateRangeFilter",
    "Filter",
    "FlagFilter",
    "Letters",
    "ListPage",
    "Tab",
    "write_csv",
    "write_xlsx",
]
