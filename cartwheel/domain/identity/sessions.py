"""Who is signed in, read with every request: by statements that stay planned."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.utils import timezone

from cartwheel.domain.identity.models import User
from cartwheel.kernel import prepared

NOT_OVER = "select session_data from django_session where session_key = %s and expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's sessions in the database. A cookie that no session can have opens none."""

    def load(self) -> dict[str, Any]:
        key = str(self.session_key)
        found = prepared.ask(NOT_OVER, [key, timezone.now()]) if key.isalnum() else []
        if not found:
            self._session_key = None
            return {}
        kept: dict[str, Any] = self.decode(found[0][0])
        return kept


class SignInBackend(AuthenticationBackend):
    """Email and password."""

    def get_user(self, user_id: int) -> User | None:
        user = prepared.find(User, id=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
