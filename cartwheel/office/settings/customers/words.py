"""Referral sources and keywords."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.people.operations import (
    add_keyword,
    add_referral_source,
    archive_word,
    change_keyword,
    change_referral_source,
    restore_word,
)
from cartwheel.office.settings.money.pages import ArchiveRow, EditRow, NewRow, RowForm, RowPage

LABEL = _("Customers")


class SourceForm(RowForm):
    name = forms.CharField(max_length=60, label=_("Name"))


class KeywordForm(RowForm):
    name = forms.CharField(max_length=40, label=_("Name"))


class SourcePage(RowPage, abstract=True):
    form_class = SourceForm
    related, home, home_label = "referral_sources", "customer-settings", LABEL


class NewSource(SourcePage, NewRow):
    heading = _("New referral source")
    add = add_referral_source


class EditSource(SourcePage, EditRow):
    change = change_referral_source

    def archive_url(self, row: Any) -> str:
        return self.to("archive-referral-source", row.pk)


class ArchiveSource(SourcePage, ArchiveRow):
    restore = restore_word

    @staticmethod
    def archive(row: Any, *, now: Any, by: Any) -> Any:
        return archive_word(row, by=by)


class KeywordPage(RowPage, abstract=True):
    form_class = KeywordForm
    related, home, home_label = "keywords", "customer-settings", LABEL


class NewKeyword(KeywordPage, NewRow):
    heading = _("New keyword")
    add = add_keyword


class EditKeyword(KeywordPage, EditRow):
    change = change_keyword

    def archive_url(self, row: Any) -> str:
        return self.to("archive-keyword", row.pk)


class ArchiveKeyword(KeywordPage, ArchiveRow):
    restore = restore_word
    archive = ArchiveSource.archive
