"""What belongs together of a charge that was split."""

from cartwheel.domain.ledger.models import Charge, SplitPart


def split_parts(charge: Charge) -> list[SplitPart]:
    """All parts of the split that ``charge`` is a part of, itself too; empty when it is none.

    Each with its charge, that one's household and its reversal, in one statement.
    """
    mine = SplitPart.objects.filter(account=charge.account_id, charge=charge).values("split")
    parts = SplitPart.objects.filter(account=charge.account_id, split__in=mine)
    return list(parts.select_related("split", "charge__family", "charge__reversal").order_by("pk"))
