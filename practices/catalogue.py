"""What cases, guides and collections look like as entries."""


def register() -> None:
    """Register the projectors of this package."""
