"""Which columns say something of a person, table by table, and what erasing makes of them.

``GONE`` tables lose the rows about a family; of ``BLACKED`` ones the named columns are blacked out,
everything else stays: amounts, days, keys. A test walks all tables that point at a family, however
far, and fails when one of them has a column with words that is named nowhere here.
"""

BLANK, NULL, NAME, LIST, DICT = "''", "null", "'Erased'", "'[]'", "'{}'"

# What the rows of a table hang on: a set of keys (see ``erasing``) and the column that holds them.
GONE: dict[str, tuple[tuple[str, str], ...]] = {
    "people_searchterm": (("families", "family_id"),),
    "people_studentterm": (("students", "student_id"),),
    "people_familykeyword": (("families", "family_id"),),
    "people_studentkeyword": (("students", "student_id"),),
    "people_specialdate": (("families", "family_id"), ("students", "student_id")),
    "people_note": (("families", "family_id"), ("students", "student_id")),
    "people_pickup": (("students", "student_id"),),
    "people_address": (("families", "family_id"),),
    "people_emergencycontact": (("families", "family_id"),),
    "people_guardianemail": (("guardians", "guardian_id"),),
    "people_guardianphone": (("guardians", "guardian_id"),),
    "people_portallogin": (("guardians", "guardian_id"),),
    "people_portalcode": (("codes", "id"),),
    "appointments_invitation": (("invitations", "id"),),
    "people_organizationmember": (("families", "family_id"),),
    "people_householdshare": (("families", "family_id"), ("students", "student_id")),
    "paperwork_signingrequest": (("families", "family_id"),),
    "upkeep_externalkey": (("families", "family_id"), ("students", "student_id")),
    "upkeep_duplicatemember": (("families", "family_id"),),
    "upkeep_notduplicates": (("families", "first_id"), ("families", "second_id")),
    "upkeep_movedreference": (("transfers", "transfer_id"),),
    "upkeep_alteredrow": (("transfers", "transfer_id"),),
    "mailer_attachment": (("messages", "message_id"),),
}

BLACKED: dict[str, tuple[str, str, dict[str, str]]] = {
    "people_family": (
        "families",
        "id",
        {
            "name": NAME,
            "sort_name": "'erased'",
            "flag_alert": BLANK,
            "suspend_reason": BLANK,
            "custom": DICT,
            "referral_source_id": NULL,
            "archived_at": "coalesce(archived_at, now())",
        },
    ),
    "people_guardian": (
        "guardians",
        "id",
        {"first_name": NAME, "last_name": BLANK, "relationship": BLANK},
    ),
    "people_student": (
        "students",
        "id",
        {
            "first_name": NAME,
            "born_on": NULL,
            "grade": NULL,
            "grade_year": NULL,
            "custom": DICT,
            "archived_at": "coalesce(archived_at, now())",
            **dict.fromkeys(
                (
                    "last_name",
                    "nickname",
                    "gender",
                    "school",
                    "photo",
                    "allergies",
                    "conditions",
                    "medication",
                    "special_needs",
                    "doctor_name",
                    "doctor_phone",
                    "insurance_company",
                    "insurance_number",
                    "shirt_size",
                    "roster_alert",
                ),
                BLANK,
            ),
        },
    ),
    "people_organization": (
        "families",
        "family_id",
        {
            "website": BLANK,
            "tax_exempt_id": BLANK,
            "exemption_file": BLANK,
        },
    ),
    "parties_party": (
        "families",
        "family_id",
        {
            "title": NAME,
            "contact_name": BLANK,
            "contact_phone": BLANK,
            "contact_email": BLANK,
            "customer_notes": BLANK,
            "staff_notes": BLANK,
            "cancel_reason": BLANK,
        },
    ),
    "scheduling_claim": ("claims", "id", {"label": NAME}),
    "appointments_booking": ("families", "family_id", {"note": BLANK}),
    "appointments_place": ("students", "student_id", {"cancel_reason": BLANK}),
    "ledger_charge": ("families", "family_id", {"title": NAME, "reason": BLANK}),
    "ledger_chargeline": ("charges", "charge_id", {"title": NAME, "trace": LIST}),
    "ledger_payment": (
        "families",
        "family_id",
        {"title": BLANK, "reference": BLANK, "reason": BLANK},
    ),
    "ledger_allocation": ("families", "family_id", {"reason": BLANK}),
    "ledger_refund": ("families", "family_id", {"reference": BLANK, "note": BLANK}),
    "ledger_receiptemail": (
        "payments",
        "payment_id",
        {"to": "'erased@invalid.example'", "to_name": BLANK},
    ),
    "paperwork_signature": (
        "families",
        "family_id",
        {
            "signer_name": NAME,
            "signer_born_on": NULL,
            "signer_contact": BLANK,
            "people": LIST,
            "drawing": NULL,
            "typed": BLANK,
            "scan": BLANK,
            "scan_name": BLANK,
            "scan_hash": BLANK,
            "address": NULL,
            "device": BLANK,
        },
    ),
    "paperwork_voiding": ("signatures", "signature_id", {"reason": BLANK}),
    "mailer_message": (
        "messages",
        "id",
        {
            "to": "'erased@invalid.example'",
            "to_name": BLANK,
            "title": NAME,
            "text": BLANK,
            "html": BLANK,
            "problem": BLANK,
        },
    ),
    "upkeep_importedfamily": (
        "families",
        "family_id",
        {"name": NAME, "made": DICT, "reason": BLANK, "fingerprint": BLANK},
    ),
    "upkeep_transfer": ("transfers", "id", {"told": "'{\"erased\": true}'"}),
}

# Columns of words that say nothing of a person: kinds, states, keys, and who of the staff did it.
HARMLESS = {
    "kind",
    "state",
    "locale",
    "request_key",
    "book",
    "actor_kind",
    "actor_name",
    "created_by",
    "canceled_by",
    "sent_by",
    "undone_by",
    "undone",
    "said_by",
    "author_name",
    "author_kind",
    "manner",
    "source",
    "seal",
    "severity",
    "about",
    "content_type",
    "message_id",
    "reply_to",
    "outcome",
    "reasons",
    "families_key",
    "table_name",
    "column_name",
    "per",
    "frequency",
    "attendance",
    "activity",
    "token_hash",
    "closed_by",
    "verb",
    "batch",
    "surface",
    "operation",
}

# The same, of one table only.
HARMLESS_IN = {
    "ledger_handover": {"reason"},  # "merge 12": no name
    "transactions_runrow": {"note"},  # of charges and prices
}
