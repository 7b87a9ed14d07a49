"""From community to portal, and how a community fares."""
