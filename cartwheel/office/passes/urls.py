"""Below ``/a/<account>/passes/``."""

from django.urls import path

from cartwheel.office.passes import holding, lists, punching, selling, types

urlpatterns = [
    path("", lists.PunchPasses.as_view(), name="punch-passes"),
    path("sold/", lists.SoldPasses.as_view(), name="sold-passes"),
    path("new/", types.NewPassType.as_view(), name="new-pass-type"),
    path("<int:row>/edit/", types.EditPassType.as_view(), name="edit-pass-type"),
    path("<int:row>/archive/", types.ArchivePassType.as_view(), name="archive-pass-type"),
    path("families/<int:family>/sale/", selling.SellPass.as_view(), name="sell-pass"),
    path("sold/<int:held>/punch/", punching.PunchIn.as_view(), name="punch-in"),
    path("sold/<int:held>/suspension/", holding.SuspendPass.as_view(), name="suspend-pass"),
    path("sold/<int:held>/suspension/lift/", holding.ResumePass.as_view(), name="resume-pass"),
    path("sold/<int:held>/deletion/", holding.DeletePass.as_view(), name="delete-pass"),
]
