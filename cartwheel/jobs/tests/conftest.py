from cartwheel.domain.mailer.tests.conftest import empty_queue, olive, otters, server

__all__ = ["empty_queue", "olive", "otters", "server"]
