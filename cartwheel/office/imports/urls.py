from django.urls import path

from cartwheel.office.imports import views

urlpatterns = [
    path("", views.Imports.as_view(), name="imports"),
    path("account/", views.ExportAccount.as_view(), name="export-account"),
    path("restoring/", views.RestoreAccount.as_view(), name="restore-account"),
    path("<int:upload>/", views.ImportPage.as_view(), name="import"),
    path("<int:upload>/progress/", views.ImportProgress.as_view(), name="import-progress"),
    path("<int:upload>/columns/", views.MatchImport.as_view(), name="match-import"),
    path("<int:upload>/table/", views.LayOutImport.as_view(), name="lay-out-import"),
    path("<int:upload>/mapping/", views.KeepMapping.as_view(), name="keep-mapping"),
    path("<int:upload>/start/", views.StartImport.as_view(), name="start-import"),
    path("<int:upload>/undo/", views.UndoImport.as_view(), name="undo-import"),
    path("<int:upload>/deletion/", views.DeleteImport.as_view(), name="delete-import"),
    path("<int:upload>/to-correct/", views.ImportFailures.as_view(), name="import-failures"),
    path("mappings/<int:mapping>/", views.ForgetMapping.as_view(), name="forget-mapping"),
]
