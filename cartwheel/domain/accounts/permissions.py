"""Who may set up the business and its locations."""

from cartwheel.kernel.permissions import EVERYBODY, SETTINGS

SETUP = EVERYBODY & SETTINGS.full
