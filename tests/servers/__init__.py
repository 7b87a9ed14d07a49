"""Real servers for the tests: found or started once a session, and stopped."""
