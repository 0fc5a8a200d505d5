"""A number is taken as it was meant, or asked again: a mark for thousands never makes a day of years."""

import pytest
from django.urls import reverse
from test_web_safety import clock as clock
from test_web_safety import walk as walk
from walking import Walk

from backstride.store import checks
from backstride.store.models import Runner


@pytest.mark.parametrize(
    ("typed", "days"), [("1200", 1200), (" 21 ", 21), ("1,5", 1.5), ("1.5", 1.5), ("0,143", 0.143)]
)
def test_digits_with_a_point_or_a_comma_are_a_number(walk, typed, days):
    at = walk(duration_days=typed).begin().to("safety_now")
    assert checks.document_of(at.check)["duration_days"] == days


@pytest.mark.parametrize("typed", ["1,200", "1.200", "20,000", "1_2", "1e2", "1.200,5", "1 200", "+3", "nan", "-1"])
def test_what_can_be_read_in_two_ways_or_in_none_is_asked_again(walk, typed):
    at = walk(duration_days=typed).begin().to("duration_days").step()
    assert at.last.status == 422
    assert "Write how many days, such as 21 for 3 weeks." in at.last.words
    assert "duration_days" not in checks.document_of(at.check)


def test_a_limit_can_be_typed_as_it_is_written(walk):
    at = walk(duration_days="99999").begin().to("duration_days").step()
    limit = at.last.words.partition("We count from 0 to ")[2].partition(" days")[0]
    assert limit.isdigit()
    at.send(answer=limit)
    assert checks.document_of(at.check)["duration_days"] == int(limit)


@pytest.mark.parametrize(("typed", "mass_kg"), [("68,5", 68.5), ("6_8", None), ("1,200", None), ("6.8e1", None)])
def test_a_weight_is_read_the_same_way(browser, runner, typed, mass_kg):
    page = Walk(browser).get(reverse("settings-you")).last
    form = {"version": page.field("version"), "name": "", "birth_year": "", "sex": "", "height": "", "mass": typed}
    assert browser.post(reverse("settings-you"), form).status_code == (302 if mass_kg else 422)
    assert Runner.objects.get(pk=runner.pk).mass_kg == mass_kg
