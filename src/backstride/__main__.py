"""Run the command line with `python -m backstride`."""

from backstride.cli import main

if __name__ == "__main__":
    main()
