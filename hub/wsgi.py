"""The WSGI entry point of Practice Hub."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

application = get_wsgi_application()

# The models they read exist only after Django is set up.
from communities.following import keeping_up  # noqa: E402
from practices import documents, reading_thread  # noqa: E402
from search.asked import folding_thread  # noqa: E402
from search.indexing import background  # noqa: E402

background.allow()
folding_thread.allow()
reading_thread.allow(documents.keep_up)
keeping_up.allow()
