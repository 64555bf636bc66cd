from django.urls import path

from cartwheel.office.settings.policies import edit, lists, texts

urlpatterns = [
    path("", lists.Policies.as_view(), name="policies"),
    path("students/", lists.StudentPolicies.as_view(), name="student-policies"),
    path("transactions/", lists.TransactionPolicies.as_view(), name="transaction-policies"),
    path("new/", edit.NewPolicy.as_view(), name="new-policy"),
    path("<int:policy>/", edit.EditPolicy.as_view(), name="edit-policy"),
    path("<int:policy>/switch/", edit.SwitchPolicy.as_view(), name="switch-policy"),
    path("<int:policy>/versions/<int:number>/", texts.VersionPage.as_view(), name="policy-version"),
    path(
        "<int:policy>/versions/<int:number>/pdf/", texts.VersionForm.as_view(), name="policy-form"
    ),
]
