"""What is sold."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class PassType(models.Model):
    """A punch pass on offer, sold at ``location``; its money is booked there.

    ``price`` is in minor units, before tax: of the whole pass, or of each use with ``is_per_use``.
    ``uses`` None is without end; with ``is_per_use`` it is the number that is proposed. It is good
    for ``valid_days`` from its first day on, or from ``starts_on`` to ``ends_on`` (both included;
    None: open), at ``location`` or ``everywhere``, in ``programs`` or, with none, in every one.
    """

    class Holder(models.TextChoices):
        FAMILY = "family", _("Family")
        STUDENT = "student", _("Student")

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="pass_types")
    location = models.ForeignKey("accounts.Location", models.PROTECT, related_name="pass_types")
    everywhere = models.BooleanField(default=False)
    title = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    holder = models.CharField(max_length=7, choices=Holder, default=Holder.FAMILY)
    price = models.BigIntegerField()
    uses = models.PositiveIntegerField(null=True, blank=True)
    is_per_use = models.BooleanField(default=False)
    max_sold = models.PositiveIntegerField(null=True, blank=True)
    valid_days = models.PositiveIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    program = models.ForeignKey("catalog.Program", models.PROTECT, related_name="+")
    category = models.ForeignKey("catalog.ChargeCategory", models.PROTECT, related_name="+")
    tax_rate = models.ForeignKey(
        "catalog.TaxRate", models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_for_sale = models.BooleanField(default=True)
    programs = models.ManyToManyField(
        "catalog.Program", through="passes.PassProgram", related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "punch pass"
        verbose_name_plural = "punch passes"
        ordering = [Lower("title"), "pk"]
        constraints = [
            models.UniqueConstraint(F("account"), Lower("title"), name="pass_title_once"),
            models.CheckConstraint(
                condition=Q(holder__in=["family", "student"]), name="pass_type_holder"
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="pass_type_price"),
            models.CheckConstraint(
                condition=Q(uses=None, is_per_use=False) | Q(uses__gte=1), name="pass_type_uses"
            ),
            models.CheckConstraint(
                condition=Q(valid_days=None)
                | Q(valid_days__gte=1, starts_on__isnull=True, ends_on__isnull=True),
                name="pass_type_validity",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="pass_type_days",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_for_student(self) -> bool:
        return self.holder == self.Holder.STUDENT


class PassProgram(models.Model):
    """A program that the pass is good for; without any it is good for all of them."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    type = models.ForeignKey(PassType, models.CASCADE, related_name="program_rows")
    program = models.ForeignKey("catalog.Program", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type", "program"], name="pass_program_once"),
        ]
