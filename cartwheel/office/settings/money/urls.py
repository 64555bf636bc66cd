from django.urls import path

from cartwheel.office.settings.money import blackouts, categories, overview, programs, taxes

urlpatterns = [
    path("", overview.MoneySettings.as_view(), name="money-settings"),
    path("programs/new/", programs.NewProgram.as_view(), name="new-program"),
    path("programs/<int:row>/", programs.EditProgram.as_view(), name="edit-program"),
    path("programs/<int:row>/archive/", programs.ArchiveProgram.as_view(), name="archive-program"),
    path("categories/new/", categories.NewCategory.as_view(), name="new-charge-category"),
    path("categories/<int:row>/", categories.EditCategory.as_view(), name="edit-charge-category"),
    path("taxes/new/", taxes.NewTaxRate.as_view(), name="new-tax-rate"),
    path("taxes/<int:row>/", taxes.EditTaxRate.as_view(), name="edit-tax-rate"),
    path("taxes/<int:row>/archive/", taxes.ArchiveTaxRate.as_view(), name="archive-tax-rate"),
    path("blackouts/new/", blackouts.NewBlackout.as_view(), name="new-blackout-schedule"),
    path("blackouts/<int:row>/", blackouts.EditBlackout.as_view(), name="edit-blackout-schedule"),
    path(
        "blackouts/<int:row>/archive/",
        blackouts.ArchiveBlackout.as_view(),
        name="archive-blackout-schedule",
    ),
]
