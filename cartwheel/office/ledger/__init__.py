"""A family's money at the desk: its ledger, charges, payments, refunds, receipts."""
