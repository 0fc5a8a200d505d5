"""German and Spanish words are longer: the pages of the path still fit the narrowest screen."""

import pytest
from page_faults import OVER_THE_EDGE
from pages import of

PATH = ("welcome", "question", "where", "answer", "runs-import", "danger", "settings-privacy")


@pytest.mark.parametrize("locale", ["de-DE", "es-ES"])
def test_the_path_fits_320_px(homes, visit, locale):
    for shown in map(of, PATH):
        page = visit(homes.shared(shown.home), shown.path, device="narrow", locale=locale)
        assert page.locator("html").get_attribute("lang") == locale[:2], shown
        assert page.evaluate(OVER_THE_EDGE) == [], shown
