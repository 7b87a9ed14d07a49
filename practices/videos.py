"""The providers whose videos a page may show, known by their addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class VideoFrame:
    """The address of the player and the name of who runs it."""

    provider: str
    url: str


# The hosts are those that the content security policy lets in.
PLAYERS = (
    (
        "YouTube",
        re.compile(
            r"https?://(?:www\.|m\.)?(?:youtube\.com/"
            r"(?:watch\?(?:[^#]*&)?v=|shorts/|embed/)|youtu\.be/)([\w-]{6,20})"
        ),
        "https://www.youtube-nocookie.com/embed/{}",
    ),
    (
        "Vimeo",
        re.compile(r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d+)"),
        "https://player.vimeo.com/video/{}?dnt=1",
    ),
    (
        "Dailymotion",
        re.compile(r"https?://(?:www\.)?(?:dailymotion\.com/video|dai\.ly)/(\w+)"),
        "https://www.dailymotion.com/embed/video/{}",
    ),
)
PROVIDERS = tuple(name for name, _pattern, _player in PLAYERS)


def frame_of(address: str) -> VideoFrame | None:
    """The player for a video's address, None when its provider is not allowed."""
    for provider, pattern, player in PLAYERS:
        found = pattern.match(address or "")
        if found:
            return VideoFrame(provider, player.format(found.group(1)))
    return None
