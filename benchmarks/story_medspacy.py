"""Run with a Python that has medSpaCy: our lay phrases, with the context read by medSpaCy. Texts in, findings out."""

from __future__ import annotations

import json
import sys

import medspacy
from medspacy.context import ConText
from spacy.tokens import Span

from backstride import evidence as evidence_room
from backstride.assess.story.clauses import clauses
from backstride.assess.story.index import index_of
from backstride.assess.story.match import matches
from backstride.assess.story.numbers import numbers
from backstride.assess.story.places import hurting_places
from backstride.assess.story.read import as_meant
from backstride.assess.story.text import sentences


def main() -> int:
    """Read a JSON list of texts on stdin, write one object of findings for each."""
    evidence = evidence_room.load(evidence_room.packaged())
    index = index_of(evidence)
    nlp = medspacy.load(enable=["medspacy_pyrush"])
    context = ConText(nlp)
    result = []
    for text in json.loads(sys.stdin.read()):
        doc = nlp(text)
        found: dict[str, tuple[object, str]] = {}
        for finding, value, start, end in _targets(text, index, evidence):
            span = doc.char_span(start, end, label=finding, alignment_mode="expand")
            if span is None:
                continue
            doc.ents = ()
            doc.set_ents([Span(doc, span.start, span.end, label="finding")])
            context(doc)
            about = doc.ents[0]._
            if (about.is_historical and finding not in index.ever) or about.is_hypothetical:
                continue
            if (about.is_family and finding not in index.family) or about.is_uncertain:
                continue
            said = False if about.is_negated and value is True else None if about.is_negated else value
            if said is not None and (finding not in found or found[finding][0] is False):
                found[finding] = (said, text[start:end])
        for number in numbers(text, {}):
            found.setdefault(number.finding, (number.value, text[number.start : number.end]))
        result.append(found)
    json.dump(result, sys.stdout)
    return 0


def _targets(text: str, index: object, evidence: object):
    for sentence in sentences(text):
        for clause in clauses(sentence.words, as_meant(sentence, index), index):
            for match in (*matches(clause, index), *hurting_places(clause, index, evidence.vocabulary.body_map)):
                spots = [clause.spots[word] for word in match.words]
                yield match.finding, match.value, sentence.words[min(spots)].start, sentence.words[max(spots)].end


if __name__ == "__main__":
    sys.exit(main())
