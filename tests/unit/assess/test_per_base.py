"""What depends on the base alone is worked out once for each base, and forgotten with it."""

import gc

from backstride.assess.per_base import once_per_base


class Base:
    """Stands for an evidence object: only which one it is matters."""


def test_each_base_is_worked_on_once():
    worked_on = []
    name = once_per_base(lambda base: worked_on.append(base) or f"work {len(worked_on)}")
    one, other = Base(), Base()
    assert [name(one), name(other), name(one), name(other)] == ["work 1", "work 2", "work 1", "work 2"]
    assert worked_on == [one, other]


def test_nothing_is_kept_for_a_base_that_is_gone():
    worked_on = []

    def count(base):
        worked_on.append(type(base))
        return len(worked_on)

    work = once_per_base(count)
    for expected in range(1, 200):  # ids of objects that are gone come again
        assert work(Base()) == expected
        gc.collect(0)
