"""How dates are written in each language, by the names that our templates use; numbers are as Django writes them."""
