"""Sign-in: by invitation, with a passkey, a password, or an outside provider."""
