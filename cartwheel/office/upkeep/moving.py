"""Moving a student: choose the family, see what goes along, choose the charges, move."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.people.models import Family, Note, Student
from cartwheel.domain.upkeep import permissions
from cartwheel.domain.upkeep.operations import move_student
from cartwheel.domain.upkeep.queries import (
    lessons_to_come,
    open_money,
    parties_to_come,
    passes_held,
)
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.text import read_key
from cartwheel.office.families.results import found_families
from cartwheel.office.families.screen import FamilyView
from cartwheel.office.upkeep.merging import keys_in


class MoveStudent(FamilyView):
    """``?q=`` looks for the family, ``?to=`` is the one chosen."""

    permission = permissions.MERGE
    change_permission = permissions.MERGE

    def get(self, request: Any, student: int) -> HttpResponse:
        typed = self.typed_before() or request.GET
        return self.page(self.student(student), self.target(typed.get("to", "")), typed)

    def post(self, request: Any, student: int) -> HttpResponse:
        record, target = self.student(student), self.target(request.POST.get("to", ""))
        if target is None:
            problem = _("Choose the family that %s moves to.") % record
            return self.page(record, None, request.POST, status=422, problem=problem)
        try:
            move_student(
                record,
                family=target,
                charges=keys_in(request.POST, "charge"),
                now=timezone.now(),
                by=request.actor,
            )
        except Refused as refusal:
            return self.page(record, target, request.POST, status=422, problem=str(refusal))
        self.forget_draft()
        words = {"student": record, "family": target}
        messages.success(request, _("%(student)s lives with %(family)s now.") % words)
        return self.go("family", target.pk)

    def target(self, text: str) -> Family | None:
        key = read_key(text)
        if key is None:
            return None
        rows = Family.objects.filter(account=self.request.account, merged_into=None)
        return rows.filter(pk=key).first()

    def page(
        self,
        student: Student,
        target: Family | None,
        typed: Any,
        *,
        status: int = 200,
        problem: str = "",
    ) -> HttpResponse:
        now = timezone.now()
        parties = parties_to_come(student, now=now) if target else []
        lessons = lessons_to_come(student, now=now) if target else []
        passes = passes_held(student) if target else []
        sees_money = self.request.actor.can(ledger.VIEW)
        money = (
            open_money(student.family, parties, lessons, passes) if target and sees_money else []
        )
        ticked = keys_in(typed, "charge")
        text = self.request.GET.get("q", "").replace("\0", "")[:200]
        results = found_families(text, self.request.actor) if text else None
        return self.render(
            "office/upkeep/move.html",
            student=student,
            family=student.family,
            target=target,
            parties=parties,
            lessons=lessons,
            passes=passes,
            notes=Note.objects.filter(student=student, family=student.family_id).count(),
            money=[(each, each.key in ticked) for each in money],
            q=text,
            results=results and [f for f in results if f.pk != student.family_id],
            problem=problem,
            status=status,
        )
