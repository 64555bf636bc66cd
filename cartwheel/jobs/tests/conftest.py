from cartwheel.domain.appointments.tests.conftest import school
from cartwheel.domain.mailer.tests.conftest import olive, otters, server
from cartwheel.domain.parties.tests.conftest import gym

__all__ = ["gym", "olive", "otters", "school", "server"]
