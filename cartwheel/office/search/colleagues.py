"""Staff by whatever is typed: a business has some dozens of them, who are read at once."""

from cartwheel.domain.accounts.models import Account
from cartwheel.domain.people.queries import plainly_asked, slips
from cartwheel.domain.staff.models import StaffMember
from cartwheel.kernel.text import digits
from cartwheel.office.search.asked import words_in


def colleagues(account: Account, text: str, *, guess: bool) -> list[StaffMember]:
    """Those who work here and of whom every word of ``text`` is known.

    Where there is nobody and one may ``guess``, those who are near it by one slip.
    """
    needles = plainly_asked(account, text).needles
    if not needles:
        return []
    here = StaffMember.objects.filter(account=account, archived_at=None)
    known = [(member, _known_of(member)) for member in here.order_by("first_name", "pk")]
    found = [m for m, terms in known if all(_begins(needle, terms) for needle in needles)]
    if found or not guess:
        return found
    guessed = [(*needle, *slips(needle[0])) for needle in needles]
    return [m for m, terms in known if all(not terms.isdisjoint(needle) for needle in guessed)]


def _known_of(member: StaffMember) -> set[str]:
    number = digits(member.phone)
    plain = {member.email.lower(), number, number[-10:], number[-7:], number[-4:]}
    return words_in(f"{member.first_name} {member.last_name} {member.role}") | (plain - {""})


def _begins(needle: tuple[str, ...], terms: set[str]) -> bool:
    return any(term.startswith(needle) for term in terms)
