"""From a watch file and a short check-in to an answer a runner with back, buttock or leg pain can act on."""

__version__ = "0.1.0"
