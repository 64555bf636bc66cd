"""What the whole business knows of a customer, told from what its parts keep.

A customer is *active* while something booked is not over yet, or while the last visit or the last
charge is no longer ago than a year. Nobody sets that by hand: whoever books is active from then
on, and whoever stays away is not any more. Archiving is something else: it is done by a person,
and says that the customer is gone.

Keeps no rows. Whatever a business comes to sell (parties and lessons today) is asked in ``visits``
and nowhere else.
"""
