"""GPX and TCX: points that look alike as columns, the rest through a hardened parser."""
