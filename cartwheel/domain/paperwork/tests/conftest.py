"""Signing at Otter Bay, with as few words as possible."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from cartwheel.demo.papers import named, scrawl
from cartwheel.domain.paperwork.operations import Circumstances, Ink, Signer, save_policy, sign
from cartwheel.domain.paperwork.queries import latest_versions

TODAY = date.today()  # noqa: DTZ011 - the day on which the cast was made
NOON = datetime.combine(TODAY, time(18), UTC)  # noon at Otter Bay, or an hour after


class Desk:
    """Otter Bay's paperwork as it stands, and ways to add to it."""

    def __init__(self, otters):
        self.otters, self.by, self.account = otters, otters.desk, otters.account

    @property
    def policies(self):
        return named(self.account)

    def policy(self, **given):
        plain = {"about": "student", "kind": "own", "name": "Pool rules", "text": "Walk."}
        return save_policy(**plain | given, by=self.by)

    def reword(self, policy, text, **given):
        plain = {"validity_days": policy.validity_days, "signer_age_min": policy.signer_age_min}
        return save_policy(policy, name=policy.name, text=text, **plain | given, by=self.by)

    def where(self, now=NOON, **given):
        return Circumstances(now=now, location=given.pop("location", self.otters.bay), **given)

    def signer(self, family="Banerjee", **given):
        guardian = self.otters.families[family].guardians.first()
        return replace(Signer(str(guardian), date(1986, 3, 14), guardian), **given)

    def sign(self, *policies, children=(), family="Banerjee", now=NOON, **given):
        signer = given.pop("signer", None) or self.signer(family)
        place = {
            name: given.pop(name) for name in ("location", "source", "sitting") if name in given
        }
        return sign(
            self.otters.families[family],
            versions=given.pop("versions", None) or list(latest_versions(policies).values()),
            students=[self.otters.students[name] for name in children],
            signer=signer,
            ink=given.pop("ink", None) or Ink(drawn=scrawl(signer.name)),
            where=self.where(now, **place),
            by=self.by,
        )


@pytest.fixture
def desk(otters):
    return Desk(otters)
