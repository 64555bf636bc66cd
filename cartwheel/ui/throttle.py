"""How often somebody may try something."""

import time

from django.core.cache import cache


def allowed(what: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one try; False when there were ``most`` of them within the running ``seconds``."""
    key = f"tries:{what}:{who}:{int(time.time() // seconds)}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # it ran out between the two
        return True
