"""The interview, from its start to the moment the answer exists: one question or one screen a page."""
