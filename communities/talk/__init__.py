"""Threads and comments: writing, reading, files, mentions, drafts."""
