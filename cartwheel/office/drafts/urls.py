from django.urls import path

from cartwheel.office.drafts import views

urlpatterns = [
    path("drafts/", views.Drafts.as_view(), name="drafts"),
    path("drafts/discarded/", views.DiscardedDraft.as_view(), name="discard-draft"),
    path("views/<slug:page>/", views.SaveView.as_view(), name="save-view"),
    path("views/<slug:page>/forgotten/", views.ForgetView.as_view(), name="forget-view"),
]
