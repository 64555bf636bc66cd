"""What gunicorn serves."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from config.env import ConfigurationError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
try:
    application = get_wsgi_application()
except ConfigurationError as error:
    sys.stderr.write(f"Cartwheel cannot start: {error}\n")
    sys.exit(4)  # gunicorn's own "the application cannot be loaded"

from cartwheel.kernel.tenancy.inspection import role_problem_if_reachable

if problem := role_problem_if_reachable():
    sys.stderr.write(f"Cartwheel cannot start: {problem}\n")
    sys.exit(4)
