from django.urls import path

from cartwheel.office.history import views

urlpatterns = [
    path("", views.AuditLog.as_view(), name="audit-log"),
]
