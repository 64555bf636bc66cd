"""How people who have no sign-in come to sign: by a link of their own, or at a tablet."""

from django.db import models

from cartwheel.domain.paperwork.models.evidence import Signature

STATION_COOKIE = "cartwheel_station"  # on a tablet that is one, below /kiosk/<account>/


class SigningRequest(models.Model):
    """A link with which a guardian signs once. Only the hash of its token is kept.

    ``activity`` is what it asks for, see ``WaiverStation``; ``as_of`` the day by which what is
    signed must still count (None: today), for a reminder of what ends soon.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    family = models.ForeignKey("people.Family", models.CASCADE, related_name="signing_requests")
    guardian = models.ForeignKey(
        "people.Guardian", models.CASCADE, null=True, blank=True, related_name="+"
    )
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="+")
    activity = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=8, choices=Signature.Source.choices)
    sent_to = models.EmailField(max_length=254, blank=True)
    token_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    as_of = models.DateField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["account", "family", "-created_at"], name="request_of_family"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], name="signing_token_once"),
        ]


class WaiverStation(models.Model):
    """A tablet at which families sign by themselves, until staff end it.

    The tablet holds a token in a cookie; here is its hash. What is asked there is what is asked
    of ``activity``; of all activities when it is "".
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    activity = models.CharField(max_length=20, blank=True)
    token_hash = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    actor_name = models.CharField(max_length=200)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], name="station_token_once"),
        ]

    def __str__(self) -> str:
        return self.name
