#!/usr/bin/env python
"""Run an administrative task of Practice Hub."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Hand the command line to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
