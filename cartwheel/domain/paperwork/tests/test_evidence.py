"""What was signed stays as it was: no operation changes it, and no SQL either."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from cartwheel.domain.paperwork.models import Cover, Signature
from cartwheel.domain.paperwork.operations import (
    carry_covers,
    confirm,
    drop_carried_covers,
    void,
)
from cartwheel.domain.paperwork.queries import State, evidence_pdf, form_pdf, waiver_marks
from cartwheel.domain.paperwork.queries.evidence import evidence_data, svg_of, with_evidence
from cartwheel.domain.paperwork.tests.conftest import TODAY
from cartwheel.kernel.refusals import Refused

ATTEMPTS = (
    "update paperwork_policyversion set text = 'Run.'",
    "update paperwork_policyversion set title = title",
    "delete from paperwork_policyversion",
    "update paperwork_signature set signer_name = 'Nobody'",
    "update paperwork_signature set signed_at = now()",
    "update paperwork_signature set drawing = null",
    "delete from paperwork_signature",
    "update paperwork_cover set expires_on = null",
    "update paperwork_cover set carried = true",
    "update paperwork_cover set student_id = null",
    "delete from paperwork_cover",
    "update paperwork_confirmation set at = now()",
    "delete from paperwork_confirmation",
    "update paperwork_voiding set reason = ''",
    "delete from paperwork_voiding",
)


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def signature(desk):
    [signature] = desk.sign(desk.policy(needs_confirmation=True), children=["Anika"])
    confirm(signature, by=desk.by)
    void(signature, reason="To have one of each", by=desk.by)
    return signature


@pytest.mark.parametrize("sql", ATTEMPTS)
def test_no_sql_rewrites_it(signature, sql):
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)


def test_a_signature_names_a_version_of_its_own_policy(desk):
    [signature] = desk.sign(desk.policy(), children=["Anika"])
    other = desk.policy(name="Other")
    fields = {f.attname: getattr(signature, f.attname) for f in Signature._meta.concrete_fields}
    forged = Signature(**fields | {"id": None, "policy_id": other.pk, "sitting": uuid4()})

    with (
        pytest.raises(DatabaseError, match="paperwork_signature_same_policy"),
        transaction.atomic(),
    ):
        forged.save()


def test_a_cover_names_the_policy_of_its_signature(desk, otters):
    [signature] = desk.sign(desk.policy(), children=["Anika"])
    forged = Cover(
        account=otters.account,
        signature=signature,
        family=otters.families["Castellanos"],
        policy=desk.policy(name="Other"),
        number=1,
        signed_on=TODAY,
    )

    with pytest.raises(DatabaseError, match="paperwork_cover_same_policy"), transaction.atomic():
        forged.save()


def test_a_decision_is_made_once(desk):
    [signature] = desk.sign(desk.policy(needs_confirmation=True), children=["Anika"])
    assert confirm(signature, by=desk.by) == confirm(signature, by=desk.by)
    for reason in ("", "  ", "x" * 251):
        with pytest.raises(Refused) as refused:
            void(signature, reason=reason, by=desk.by)
        assert refused.value.field == "reason"
    void(signature, reason="Wrong child", by=desk.by)

    with pytest.raises(Refused, match="voided already"):
        void(signature, reason="Wrong child", by=desk.by)
    with pytest.raises(Refused, match="was voided"):
        confirm(signature, by=desk.by)


def test_the_document_tells_everything(desk, otters):
    [signature] = desk.sign(desk.policy(validity_days=365), children=["Anika"], source="kiosk")
    void(signature, reason="To be seen", by=desk.by)
    told = with_evidence(otters.account).get(pk=signature.pk)
    data = evidence_data(told, otters.account)
    facts = dict(data["facts"])

    assert data["text"] == ["Walk."]
    assert facts["Signed by"] == "Priya Banerjee"
    assert facts["For"].startswith("Anika Banerjee (")
    assert facts["Way"] == "Waiver station, drawn"
    assert facts["Network address"] == "127.0.0.1"
    assert data["fingerprint"] == signature.version.fingerprint
    assert data["seal"] == signature.seal
    assert data["voided"].endswith("To be seen")
    assert evidence_pdf(told, otters.account).startswith(b"%PDF-")


def test_nothing_that_people_type_breaks_the_document(desk, otters):
    policy = desk.policy(name='#panic("x") $ @ ] \\', text="#import\n\n`raw` *_ <script> \\u{41}")
    [signature] = desk.sign(policy, children=["Anika"])
    told = with_evidence(otters.account).get(pk=signature.pk)

    assert evidence_pdf(told, otters.account).startswith(b"%PDF-")
    assert form_pdf(signature.version, otters.account).startswith(b"%PDF-")


def test_the_picture_of_a_drawing_is_numbers():
    assert 'd="M1 2 L3 4 M5 6 L5 6"' in svg_of([[[1, 2], [3, 4]], [[5, 6]]])


def test_what_was_signed_follows_a_merge_and_comes_back_from_it(desk, otters):
    [signature] = desk.sign(desk.policy(), children=["Anika"])
    [terms] = desk.sign(desk.policy(about="family", name="Terms"))
    anika, diego = otters.students["Anika"], otters.students["Diego"]
    banerjee, castellanos = otters.families["Banerjee"], otters.families["Castellanos"]

    made = carry_covers(families={banerjee: castellanos}, students={anika: diego})
    assert carry_covers(families={banerjee: castellanos}, students={anika: diego}) == []
    mark = waiver_marks([diego], account=otters.account, day=TODAY)[diego.pk]
    assert {str(p): s for p, s in mark.policies}["Pool rules"] == State.VALID
    assert {c.student for c in signature.covers.all()} == {anika, diego}
    assert {c.family for c in terms.covers.all()} == {banerjee, castellanos}

    drop_carried_covers([*made, signature.covers.get(student=anika).pk])
    assert [c.student for c in signature.covers.all()] == [anika]
    assert [c.family for c in terms.covers.all()] == [banerjee]
