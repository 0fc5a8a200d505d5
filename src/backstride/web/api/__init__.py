"""The HTTP API under /api/v1/: thin functions over the store, each with its owner's door."""
