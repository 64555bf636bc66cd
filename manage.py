#!/usr/bin/env python
"""Django's commands."""

import os
import sys

from config.env import ConfigurationError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ConfigurationError as error:
        sys.exit(f"Cartwheel cannot start: {error}")


if __name__ == "__main__":
    main()
