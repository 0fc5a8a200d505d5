"""Where it hurts and where it is numb: four views of a figure to tap on, and a list that is its full equal."""
