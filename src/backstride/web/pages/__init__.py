"""One module a place: what it shows, from what the store keeps."""
