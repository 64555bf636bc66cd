"""Save & charge: New Charge with the lines of a booking, priced and explained."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import HttpResponse, QueryDict

from cartwheel.domain.appointments import permissions
from cartwheel.domain.appointments.models import Booking, BookingCharge
from cartwheel.domain.appointments.operations import tie_charges
from cartwheel.domain.appointments.queries import TuitionLine, tuition_of
from cartwheel.domain.ledger import permissions as ledger
from cartwheel.domain.ledger.models import Charge, Line
from cartwheel.domain.people.models import Family
from cartwheel.kernel.refusals import Refused
from cartwheel.kernel.whole import whole
from cartwheel.office.appointments.record import BookingView
from cartwheel.office.ledger.charges import Drafted, NewCharge


class ChargeBooking(BookingView, NewCharge):
    """The page is that of every new charge; what is posted is tied to the booking."""

    permission = permissions.BOOK & ledger.POST
    record: Booking

    def get(self, request: Any, booking: int) -> HttpResponse:
        self.record = self.booking(booking)
        return super().get(request, self.record.family_id)

    def post(self, request: Any, booking: int) -> HttpResponse:
        self.record = self.booking(booking)
        return super().post(request, self.record.family_id)

    @cached_property
    def tuition(self) -> list[TuitionLine]:
        try:
            return tuition_of(self.record)
        except Refused:  # the page of the booking says why
            return []

    def blank(self) -> QueryDict:
        """The lines of the booking, in the category in which appointments were charged last."""
        typed = super().blank()
        numbers: list[str] = []
        usual = BookingCharge.objects.filter(account=self.request.account).order_by("-pk").first()
        for line in self.tuition:
            if numbers:
                self.add_line(typed, numbers)
            numbers = self.numbers(typed)
            number = numbers[-1]
            price = self.line_form(number).fields["price"].prepare_value(line.price)
            typed[f"line{number}-title"] = line.title
            typed[f"line{number}-program"] = str(self.record.appointment.program_id)
            typed[f"line{number}-category"] = str(usual.category_id) if usual else ""
            typed[f"line{number}-quantity"] = str(line.quantity)
            typed[f"line{number}-price"] = price
        return typed

    def post_charges(
        self, family: Family, division: Any, filled: list[Drafted], **given: Any
    ) -> list[Charge]:
        given["lines"] = [self.explained(line) for line in given["lines"]]
        return post_and_tie(self, family, division, filled, **given)

    def explained(self, line: Line) -> Line:
        """The line with the steps of its price, where nobody typed another one."""
        for computed in self.tuition:
            if (computed.title, computed.quantity, computed.amount) == (
                line.title,
                line.quantity,
                line.amount,
            ):
                return replace(line, trace=computed.trace)
        return line


@whole
def post_and_tie(
    view: ChargeBooking, family: Family, division: Any, filled: list[Drafted], **given: Any
) -> list[Charge]:
    """Post the charges and tie them to the booking, or neither."""
    charges = NewCharge.post_charges(view, family, division, filled, **given)
    tie_charges(view.record, charges, by=view.request.actor)
    return charges
