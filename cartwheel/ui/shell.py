"""What the page shell is made of. Name an icon by the keyword ``icon``: the build looks for it.

An interface's context processor gives the shell ``nav_items``, ``dock_items``, ``create_items``,
``profile_items`` and ``person``; a template draws what it is given and decides no rights.
"""

from typing import Any, NamedTuple


class NavItem(NamedTuple):
    """A page in the toolbar, and in the drawer on a phone."""

    label: Any
    url: str
    icon: str
    current: bool = False


class DockItem(NamedTuple):
    """A place in the footer, with how much waits there; None when there is nothing to count.

    A ``window`` opens over the page where there is script: its page answers htmx with what goes
    into ``#dock-window``.
    """

    label: Any
    url: str
    icon: str
    count: int | None = None  # type: ignore[assignment]  # hides tuple.count, which nobody needs
    window: bool = False


class MenuItem(NamedTuple):
    """An entry of the create menu or the profile menu."""

    label: Any
    url: str
    icon: str


class Person(NamedTuple):
    """Who is signed in, as the profile menu shows it."""

    name: str
    email: str
    tone: str = "coral"

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()[:2]).upper() or "?"
