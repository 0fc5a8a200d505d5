"""The shape of every evidence file, as Pydantic models and as one JSON Schema."""
