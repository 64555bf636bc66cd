"""Who may set up programs, charge categories and tax rates."""

from cartwheel.kernel.permissions import EVERYBODY, SETTINGS

SETUP = EVERYBODY & SETTINGS.full
