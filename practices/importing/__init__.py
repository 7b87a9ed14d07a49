"""Take records written elsewhere (JSON lines, Markdown bodies) into the hub."""
