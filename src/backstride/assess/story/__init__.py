"""The runner's own words -> findings with the words they came from; negation, doubt, others and the past respected."""

from .read import Heard, Story, read_story

__all__ = ["Heard", "Story", "read_story"]
