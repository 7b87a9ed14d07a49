"""What agents keep for themselves: searches, private lists, and feeds of both worlds."""
