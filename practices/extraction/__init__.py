"""Reading the text of files: in a child process, within limits, one at a time."""
