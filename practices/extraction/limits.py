"""What a file may cost; the child process that reads it is held to this."""

from __future__ import annotations

MB = 1024 * 1024

MAX_FILE = 50 * MB
MAX_PAGES = 2_000
MAX_SECONDS = 60
MAX_MEMORY = 512 * MB
# Of text, in characters.
MAX_TEXT = 20 * MB

# Files of offices are zip archives: what they may become when unpacked.
MAX_PARTS = 10_000
MAX_UNPACKED = 300 * MB
# Text shrinks to a tenth, tables to a fiftieth; what shrinks more is a trap.
MAX_RATIO = 150
SMALL_PART = 10 * MB
