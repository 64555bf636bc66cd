"""The words by which families and students are found."""

from django.db import models

from cartwheel.domain.people.models.families import Family
from cartwheel.domain.people.models.students import Student


class SearchTerm(models.Model):
    """A folded word or number by which a family is found; see ``search``.

    Compared by bytes, so that a prefix is a range. A business of 100,000 families has two million
    of these: hence no index but two, and no foreign key but that of the walls, over account and
    family. One index finds families by a word; the other says whether a family has such a word,
    and tidies behind one that goes.
    """

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    family = models.ForeignKey(
        Family, models.CASCADE, related_name="search_terms", db_index=False, db_constraint=False
    )
    term = models.CharField(max_length=120, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "term", "family"], name="search_term_once"),
        ]
        indexes = [
            models.Index(
                fields=["family", "term"], include=["account"], name="search_term_of_family"
            ),
        ]

    def __str__(self) -> str:
        return self.term


class StudentTerm(models.Model):
    """A folded word of a student's own name, or of a household's or guardian's name.

    What finds a student among siblings: the terms of a family are those of all its children.
    Numbers and addresses are found by the terms of the families. Kept as ``SearchTerm`` is.
    """

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    student = models.ForeignKey(
        Student, models.CASCADE, related_name="search_terms", db_constraint=False
    )
    term = models.CharField(max_length=120, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "term", "student"], name="student_term_once"
            ),
        ]

    def __str__(self) -> str:
        return self.term
