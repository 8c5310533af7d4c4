"""`python -m minegraph`."""

from minegraph.cli import main

if __name__ == "__main__":
    main()
