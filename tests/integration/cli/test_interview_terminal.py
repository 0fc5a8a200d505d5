"""The interview as a runner types it."""

import json

import pytest


@pytest.fixture
def talk(run, monkeypatch):
    """Run the interview with these answers by question (a part of its words); `n` to every other."""

    def go(script, *options, otherwise="n"):
        asked = []
        lines = dict.fromkeys(script)

        def reply(_prompt=""):
            shown = printed()
            words = next((w for w in script if w in shown), None)
            asked.append(shown)
            if len(asked) > 150:
                raise EOFError
            if words is None:
                return "s" if "if you are not sure" in shown else otherwise
            answers = script[words]
            lines[words] = (lines[words] or 0) + 1
            if isinstance(answers, str):
                return answers
            return answers[min(lines[words], len(answers)) - 1]

        printed = _Tail(monkeypatch)
        monkeypatch.setattr("builtins.input", reply)
        ran = run("interview", *options)
        return ran, asked

    return go


class Shown(str):
    """Words on one line, and the width of the widest line they stood in."""

    widest = 0


class _Tail:
    """What was printed since the last reply."""

    def __init__(self, monkeypatch):
        import builtins

        self.lines, self.print = [], builtins.print
        monkeypatch.setattr("builtins.print", self.keep)

    def keep(self, *words, **how):
        self.lines.append(" ".join(map(str, words)))
        self.print(*words, **how)

    def __call__(self):
        text, self.lines = "\n".join(self.lines), []
        shown = Shown(" ".join(text.split()))
        shown.widest = max(map(len, text.splitlines()), default=0)
        return shown


START = {"How old": "34", "Which sex": "1", "How many days": "21", "Where does it hurt": "1"}


def test_a_mistyped_yes_on_a_danger_sign_can_be_taken_back(talk, tmp_path):
    saved = tmp_path / "me.json"
    script = {
        **START,
        "Enter: see what to do": "b",
        "between your legs": ["1 n", "n"],
        "Why are you checking": "q",
    }
    ran, asked = talk(script, "--save", saved, otherwise="n")
    emergencies = [text for text in asked if "Enter: see what to do" in text]
    assert emergencies, asked[-3:]
    assert "EMERGENCY" in emergencies[0]
    answers = json.loads(saved.read_text(encoding="utf-8"))["answers"]
    assert answers["saddle_numb"] is False
    assert ran.code == 0
    assert "IMMEDIATE ACTION" not in ran.out


def test_a_yes_that_is_kept_ends_with_the_emergency(talk):
    ran, asked = talk({**START, "Enter: see what to do": "", "between your legs": "1"})
    assert "IMMEDIATE ACTION REQUIRED" in ran.out
    assert "Enter: see what to do" in asked[-1]


@pytest.mark.parametrize(("words", "said"), [("ending your life", "crisis line"), ("temperature of 38", "TODAY")])
def test_help_for_today_is_told_at_once_and_the_runner_may_stop(talk, words, said):
    number = {"ending your life": "5", "temperature of 38": "1"}[words]
    ran, asked = talk({**START, "Enter: go on": "q", words: f"{number} n"})
    assert "Enter: go on" in asked[-1], asked[-3:]
    assert said in asked[-1]
    assert "TODAY" in asked[-1]
    assert "TODAY" in ran.out


def test_going_on_after_such_news_is_possible_and_it_is_told_once(talk):
    _, asked = talk({**START, "Enter: go on": "", "temperature of 38": "1 n"}, otherwise="n")
    assert sum("Enter: go on" in text for text in asked) == 1
    assert len(asked) > 10


def test_numbers_that_cannot_be_are_explained_without_ids(talk):
    ran, asked = talk(
        {
            "Type a number of days": ["nan", "q"],
            "Type a number of years": "34",
            "How many days": "-3",
            "How old": "3",
            "Which sex": "1",
        }
    )
    assert sum("Type a number of days from 0 to" in text for text in asked) == 2
    assert any("from 8 to" in text for text in asked)
    assert "duration_days" not in ran.out
    assert "Traceback" not in ran.err


def test_back_at_the_first_question_says_so(talk):
    _, asked = talk({"How old": ["b", "q"]})
    assert any("This is the first question." in text for text in asked)


def test_no_question_is_wider_than_eighty_columns(talk):
    _, asked = talk(START, otherwise="s")
    assert len(asked) > 20
    assert max(text.widest for text in asked) <= 80


def test_the_back_comes_first_in_the_list_of_places(talk):
    _, asked = talk({**START, "Where does it hurt": "q"}, otherwise="n")
    places = next(text for text in asked if "Where does it hurt" in text)
    assert places.index("ow back") < places.index("uttock") < places.index("thigh") < places.index("alf")
    assert places.index("alf") < places.index("Neck")


def test_the_first_safety_questions_are_three_screens_that_n_alone_denies(talk, tmp_path):
    saved = tmp_path / "me.json"
    ran, asked = talk({**START, "Why are you checking": "q"}, "--save", saved, otherwise="n")
    screens = [text for text in asked if "Type the numbers that are true" in text]
    assert len(screens) == 3
    answers = json.loads(saved.read_text(encoding="utf-8"))["answers"]
    assert sum(value is False for value in answers.values()) == 15
    assert ran.code == 0


def test_what_cannot_be_read_under_a_screen_is_asked_again_and_not_sure_asks_each(talk):
    _, asked = talk({**START, "mottled or blue": ["y", "q"], "Type the numbers that are true": ["s"]})
    first = next(n for n, text in enumerate(asked) if "mottled or blue" in text)
    again, single = asked[first + 1], asked[first + 2]
    assert (
        again == "Type the numbers that are true, then n if none of the others is: 2 5 n. A ? means not sure: 2 5? n."
    )
    assert "mottled or blue" in single
    assert "Type the numbers" not in single


def test_at_the_end_it_says_that_nothing_more_would_change_what_to_do(talk):
    ran, _ = talk({**START, "Why are you checking": "1"}, otherwise="n")
    assert "Nothing more we could ask would likely change what to do." in " ".join(ran.out.split())
