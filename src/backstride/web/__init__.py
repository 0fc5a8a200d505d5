"""Pages, accounts and the HTTP API over the same functions as the command line; never touches a file itself."""
