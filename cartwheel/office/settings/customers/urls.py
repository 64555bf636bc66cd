from django.urls import path

from cartwheel.office.settings.customers import fields, overview, words

urlpatterns = [
    path("", overview.CustomerSettings.as_view(), name="customer-settings"),
    path("sources/new/", words.NewSource.as_view(), name="new-referral-source"),
    path("sources/<int:row>/", words.EditSource.as_view(), name="edit-referral-source"),
    path(
        "sources/<int:row>/archiving/",
        words.ArchiveSource.as_view(),
        name="archive-referral-source",
    ),
    path("keywords/new/", words.NewKeyword.as_view(), name="new-keyword"),
    path("keywords/<int:row>/", words.EditKeyword.as_view(), name="edit-keyword"),
    path("keywords/<int:row>/archiving/", words.ArchiveKeyword.as_view(), name="archive-keyword"),
    path("fields/new/", fields.NewField.as_view(), name="new-custom-field"),
    path("fields/<int:row>/", fields.EditField.as_view(), name="edit-custom-field"),
    path("fields/<int:row>/place/", fields.MoveField.as_view(), name="move-custom-field"),
    path("fields/<int:row>/archiving/", fields.ArchiveField.as_view(), name="archive-custom-field"),
    path("types/", fields.ContactTypes.as_view(), name="contact-types"),
]
