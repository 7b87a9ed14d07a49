"""The engine on a real Elasticsearch: one index, one request per page of results."""
