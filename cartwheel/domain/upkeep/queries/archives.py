"""What the page of exports asks."""

from cartwheel.domain.upkeep.archives.unpacking import is_empty

__all__ = ["is_empty"]
