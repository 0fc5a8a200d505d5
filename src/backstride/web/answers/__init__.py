"""An answer shown: the page itself, an emergency, earlier checks, paper, and a copy for somebody else."""
