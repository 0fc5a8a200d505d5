"""Two windows on one row: the second writer is told, and nothing is overwritten unseen."""

import pytest

from backstride.store.local import local_runner
from backstride.store.models import Shoe
from backstride.store.models.runner import ChangedMeanwhileError


@pytest.mark.usefixtures("data")
def test_the_first_writer_wins_and_the_second_sees_what_stands_there():
    shoe = Shoe.objects.create(runner=local_runner(), name="Blue")
    other_window = Shoe.objects.get(pk=shoe.pk)
    shoe.change(1, name="Green")
    assert (shoe.name, shoe.version) == ("Green", 2)
    with pytest.raises(ChangedMeanwhileError) as raised:
        other_window.change(1, name="Red")
    assert raised.value.current.name == "Green"
    assert Shoe.objects.get().name == "Green"
