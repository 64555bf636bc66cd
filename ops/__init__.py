"""Starting, building and checking Cartwheel on one machine. No product code lives here.

``bin/*`` call these modules. They run before the product can, so they import nothing of it but
the readers of the environment.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Stop(Exception):
    """The command cannot go on; the text is one sentence for the person at the terminal."""
