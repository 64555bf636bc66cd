"""The product's own settings, with the bare views beside its addresses."""

from config.settings import *  # noqa: F403

DEBUG = False  # whatever the environment says: Django would keep every statement
ROOT_URLCONF = "bench.urls"
LOG_LEVEL = "WARNING"  # a line for each request is not what is measured
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": LOG_LEVEL}}  # noqa: F405
