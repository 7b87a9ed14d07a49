"""What knowledge managers say about queries: synonyms, pins, empty phrases."""
