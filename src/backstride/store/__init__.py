"""What a runner entrusts to Backstride: rows in a database, files in the data folder, jobs that survive a restart.

Nothing is acknowledged before it would survive a power cut; nothing is shown to anybody but its owner. No clinical or
numeric logic lives here.
"""
