"""Database engine for Django: SQLite with a library that is safe with the write-ahead log."""
