from cartwheel.domain.appointments.tests.conftest import school

__all__ = ["school"]
