"""The waiver station: a tablet that one family after the other uses, and that forgets each.

The tablet holds the station's token in a cookie and no sign-in. What a family enters stands in
the session until it has signed, leaves, or has not touched the tablet for some minutes; then the
whole session goes. Every page but the first leads back to the first without it.
"""

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.accounts.models import Actor
from cartwheel.domain.paperwork.models import STATION_COOKIE, Signature, WaiverStation
from cartwheel.domain.paperwork.operations import Child, Guest, note_use, sign_at_station
from cartwheel.domain.paperwork.queries import (
    Needed,
    asks_signer_age,
    family_behind,
    needed_of,
    station_behind,
)
from cartwheel.domain.people.models import Family, Student
from cartwheel.domain.people.queries import students_of
from cartwheel.kernel.refusals import Refused
from cartwheel.kiosks.forms import FindForm, GuestForm, SignForm, child_forms
from cartwheel.kiosks.links import as_field
from cartwheel.kiosks.views import KioskView
from cartwheel.ui.public import unkept
from cartwheel.ui.requests import address_of
from cartwheel.ui.throttle import allowed

VISIT = "waiver_visit"
FORGOTTEN_AFTER_SECONDS = 5 * 60


class StationView(KioskView):
    """A page of a running station. ``wants`` names what the visit must hold already."""

    wants: ClassVar[tuple[str, ...]] = ()
    station: WaiverStation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = station_behind(self.request.account, request.COOKIES.get(STATION_COOKIE, ""))
        if found is None:
            self.forget()
            return self.render("kiosks/no_station.html", status=403)
        self.station = found
        self.work_at(found.location)
        note_use(found, now=timezone.now())
        if any(part not in self.visit for part in self.wants):
            self.forget()
            return self.go("waiver")
        return super().dispatch(request, *args, **kwargs)

    @property
    def visit(self) -> dict[str, Any]:
        """What the family at the tablet has entered so far."""
        kept: dict[str, Any] = self.request.session.get(VISIT) or {}
        fresh = time.time() - kept.get("touched", 0) < FORGOTTEN_AFTER_SECONDS
        return kept if fresh else {}

    def keep(self, **parts: Any) -> None:
        self.request.session[VISIT] = self.visit | parts | {"touched": time.time()}

    def forget(self) -> None:
        """The session goes whole, with whatever else was in it."""
        if VISIT in self.request.session:
            self.request.session.flush()

    def family(self) -> Family | None:
        """Whom the contact belongs to, asked anew at every step."""
        contact = self.visit.get("contact", {})
        return family_behind(self.request.account, **contact) if contact else None

    def children(self, family: Family | None) -> list[Student]:
        if family is None:
            return []
        return list(students_of(family).filter(archived_at=None).order_by("first_name", "pk"))

    def needed(
        self, family: Family | None, chosen: Collection[int], entered: Iterable[Child]
    ) -> list[Needed]:
        """What is to be signed here for the children on record and those entered."""
        on_record = [student for student in self.children(family) if student.pk in chosen]
        return needed_of(
            family,
            on_record + [Student(**asdict(child)) for child in entered],
            day=timezone.localdate(),
            location=self.station.location,
            activity=self.station.activity,
        )

    def show(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        return self.render(template, station=self.station, status=status, **context)


class Start(StationView):
    """Opening it empties the tablet. It finds nobody but by a whole number or address."""

    def get(self, request: Any) -> HttpResponse:
        self.forget()
        return self.show("kiosks/start.html", form=self.form())

    def post(self, request: Any) -> HttpResponse:
        self.forget()
        if not allowed("find", str(self.station.pk), most=40, seconds=600):
            return self.slow_down()
        if "new" in request.POST:
            self.keep(contact={})
            return self.go("waiver-people")
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show("kiosks/start.html", form=form, status=422)
        self.keep(contact=form.cleaned_data["contact"])
        return self.go("waiver-people")

    def form(self, data: Any = None) -> FindForm:
        return FindForm(data, country=self.request.account.country)


class People(StationView):
    """Who signs, and for whom: children on record to choose from, others to enter."""

    wants = ("contact",)

    def get(self, request: Any) -> HttpResponse:
        family = self.family()
        known = self.children(family)
        form = self.form(family, known)
        return self.page(family, form, child_forms())

    def post(self, request: Any) -> HttpResponse:
        family = self.family()
        known = self.children(family)
        form, rows = self.form(family, known, request.POST), child_forms(request.POST)
        if not all([form.is_valid(), *[row.is_valid() for row in rows]]):
            return self.page(family, form, rows, status=422)
        given = form.cleaned_data
        found = [row.child(given["last_name"]) for row in rows]
        entered = [child for child in found if child]
        chosen = [int(key) for key in given.get("students", ())]
        if not entered and not chosen:
            form.add_error(None, _("Choose or enter whom you sign for."))
        policies = [each.policy for each in self.needed(family, chosen, entered)]
        form.require_signer_age(policies, given["born_on"])
        if form.errors:
            return self.page(family, form, rows, status=422)
        contact = self.visit["contact"] if family else {k: given[k] for k in ("phone", "email")}
        self.keep(
            contact=contact,
            guest={name: _plain(given[name]) for name in ("first_name", "last_name", "born_on")},
            chosen=chosen,
            children=[{k: _plain(value) for k, value in asdict(c).items()} for c in entered],
        )
        return self.go("waiver-sign")

    def form(self, family: Family | None, known: Sequence[Student], data: Any = None) -> GuestForm:
        initial = {"students": [str(student.pk) for student in known], **self.visit["contact"]}
        return GuestForm(
            data,
            initial=initial,
            country=self.request.account.country,
            known=None if family is None else known,
            asks_age=asks_signer_age(self.station.location, self.station.activity),
        )

    def page(
        self, family: Family | None, form: GuestForm, rows: Any, status: int = 200
    ) -> HttpResponse:
        first, *more = rows
        return self.show(
            "kiosks/people.html",
            form=form,
            first=first,
            more=more,
            rows=rows,
            entered=any(row.has_changed() for row in more),
            known=family is not None,
            status=status,
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class SignHere(StationView):
    """The texts and the signature; a family that has signed everything is told so."""

    wants = ("contact", "guest", "children")

    def get(self, request: Any) -> HttpResponse:
        needed = self.all_needed()
        if not needed:
            self.forget()
            return self.show("kiosks/done.html", nothing=True)
        return self.page(SignForm(needed=needed))

    def post(self, request: Any) -> HttpResponse:
        form = SignForm(request.POST, needed=self.all_needed())
        if not form.is_valid() or not self.sign(form):
            return self.page(form, status=422)
        self.forget()
        return self.go("waiver-done")

    def all_needed(self) -> list[Needed]:
        return self.needed(self.family(), self.visit["chosen"], self.entered())

    def entered(self) -> list[Child]:
        return [
            Child(each["first_name"], each["last_name"], _day(each["born_on"]))
            for each in self.visit["children"]
        ]

    @property
    def guest(self) -> Guest:
        given, contact = self.visit["guest"], self.visit["contact"]
        return Guest(
            given["first_name"], given["last_name"], born_on=_day(given["born_on"]), **contact
        )

    def sign(self, form: SignForm) -> list[Signature]:
        given = form.cleaned_data
        by = Actor(
            self.request.account,
            "kiosk",
            _("Waiver station %s") % self.station,
            id=self.station.pk,
            surface="kiosk",
            address=address_of(self.request),
        )
        try:
            return sign_at_station(
                self.station,
                guest=self.guest,
                chosen=self.visit["chosen"],
                children=self.entered(),
                versions=form.agreed(),
                ink=given["ink"],
                where=self.circumstances(
                    self.station.location, Signature.Source.KIOSK, given["sitting"]
                ),
                by=by,
            )
        except Refused as refusal:
            form.refuse(as_field(refusal))
            return []

    def page(self, form: SignForm, status: int = 200) -> HttpResponse:
        self.keep()
        names = [child.first_name for child in self.entered()]
        names += [
            s.first_name for s in self.children(self.family()) if s.pk in self.visit["chosen"]
        ]
        return self.show(
            "kiosks/sign.html", form=form, signer=self.guest.name, names=names, status=status
        )


class Done(StationView):
    """Names nobody: the next family may be standing there already."""

    def get(self, request: Any) -> HttpResponse:
        self.forget()
        return self.show("kiosks/done.html")


class Leave(StationView):
    def get(self, request: Any) -> HttpResponse:
        return self.post(request)

    def post(self, request: Any) -> HttpResponse:
        self.forget()
        return unkept(self.go("waiver"))
