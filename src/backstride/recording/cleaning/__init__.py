"""What is wrong with the samples of a recording, step by step; docs/cleaning.md lists the steps with their sources."""
