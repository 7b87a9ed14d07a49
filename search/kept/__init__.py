"""What agents keep for themselves: searches and private lists; and feeds."""
