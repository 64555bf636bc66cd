from django.urls import path

from cartwheel.office.organizations import exemption, lists, members, views

urlpatterns = [
    path("", lists.Organizations.as_view(), name="organizations"),
    path("new/", views.NewOrganization.as_view(), name="new-organization"),
    path("<int:organization>/edit/", views.EditOrganization.as_view(), name="edit-organization"),
    path(
        "<int:organization>/exemption/",
        exemption.TaxExemption.as_view(),
        name="organization-exemption",
    ),
    path(
        "<int:organization>/exemption/document/",
        exemption.ExemptionDocument.as_view(),
        name="exemption-document",
    ),
    path("<int:organization>/members/new/", members.NewMember.as_view(), name="new-member"),
    path("of/<int:family>/new/", members.NewAffiliation.as_view(), name="new-affiliation"),
    path("members/<int:member>/edit/", members.EditMember.as_view(), name="edit-member"),
    path("members/<int:member>/remove/", members.RemoveMember.as_view(), name="remove-member"),
]
