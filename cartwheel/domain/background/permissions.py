"""Everybody sees her own background tasks."""

from cartwheel.kernel.permissions import EVERYBODY

OWN = EVERYBODY
