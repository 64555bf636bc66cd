from cartwheel.domain.appointments.tests.conftest import school
from cartwheel.domain.mailer.tests.conftest import empty_queue, olive, otters, server
from cartwheel.domain.parties.tests.conftest import gym

__all__ = ["empty_queue", "gym", "olive", "otters", "school", "server"]
