from django.urls import path

from cartwheel.office.upkeep import duplicates, erasing, merging, moving, undoing

urlpatterns = [
    path("duplicates/", duplicates.Duplicates.as_view(), name="duplicates"),
    path(
        "duplicates/<int:duplicate>/",
        duplicates.DuplicateFamilies.as_view(),
        name="duplicate-group",
    ),
    path("merge/", merging.MergeChosen.as_view(), name="merge-families"),
    path("<int:family>/merge/", merging.MergeFamily.as_view(), name="merge-family"),
    path("<int:family>/erase/", erasing.EraseFamily.as_view(), name="erase-family"),
    path("<int:family>/export/", erasing.ExportFamily.as_view(), name="export-family"),
    path("<int:family>/transfers/", undoing.Transfers.as_view(), name="family-transfers"),
    path("transfers/<int:transfer>/undo/", undoing.UndoTransfer.as_view(), name="undo-transfer"),
    path("students/<int:student>/move/", moving.MoveStudent.as_view(), name="move-student"),
]
