"""Below ``/portal/<account>/``: what families see of a business."""

from django.urls import path

from cartwheel.portal import entering, invitations, look, pages, security

app_name = "portal"

urlpatterns = [
    path("", pages.Home.as_view(), name="home"),
    path("brand-<slug:edition>.css", look.Brand.as_view(), name="brand"),
    path("logo-<slug:edition>.png", look.Logo.as_view(), name="logo"),
    path("prices/", pages.Prices.as_view(), name="prices"),
    path("services/<int:service>.jpg", pages.ServiceImage.as_view(), name="service-image"),
    path("coaches/", pages.Coaches.as_view(), name="coaches"),
    path("coaches/<int:staff>.jpg", pages.CoachPhoto.as_view(), name="coach-photo"),
    path("sign-in/", entering.SignIn.as_view(), name="sign-in"),
    path("sign-in/step/", entering.SecondStep.as_view(), name="second-step"),
    path("sign-in/forgotten/", entering.AskForCode.as_view(), name="forgotten"),
    path("sign-in/code/", entering.MailedCode.as_view(), name="mailed-code"),
    path("sign-in/password/", entering.NewPassword.as_view(), name="new-password"),
    path("sign-out/", entering.SignOut.as_view(), name="sign-out"),
    path("register/", entering.AskForCode.as_view(new=True), name="start-account"),
    path("register/family/", entering.NewAccount.as_view(), name="new-account"),
    path("schedule/", pages.Schedule.as_view(), name="schedule"),
    path(
        "schedule/lessons/<int:timeslot>/cancel/",
        pages.CancelLesson.as_view(),
        name="cancel-lesson",
    ),
    path("schedule/calendar/", pages.OwnCalendar.as_view(), name="own-calendar"),
    path("payments/", pages.Payments.as_view(), name="payments"),
    path("family/", pages.FamilyPage.as_view(), name="family"),
    path("family/children/new/", pages.NewChild.as_view(), name="new-child"),
    path("family/sign/", pages.Sign.as_view(), name="sign"),
    path("security/", security.Security.as_view(), name="security"),
    path("security/password/", security.ChangePassword.as_view(), name="change-password"),
    path("security/step/on/", security.TurnOn.as_view(), name="turn-on"),
    path("security/step/off/", security.TurnOff.as_view(), name="turn-off"),
    # "key", so that the token stands in no log.
    path("invitations/<str:key>/", invitations.Accept.as_view(), name="invitation"),
    path("invitations/<str:key>/ask/", invitations.AskForAnother.as_view(), name="ask-invitation"),
]
