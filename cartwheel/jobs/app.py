"""The queue's set-up."""

from procrastinate import App


def on_ready(app: App) -> None:
    """Called by procrastinate's Django integration once the app exists."""
