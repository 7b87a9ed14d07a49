"""How long the hub waits for Elasticsearch."""

# A reader's search: then the database engine answers instead.
search_seconds = 1.0
# Indexing, outside requests.
background_seconds = 60.0
