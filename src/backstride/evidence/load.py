"""The compiled evidence -> `Evidence`."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

from . import model as m
from .compile_names import CORE, SECTIONS, SETTINGS, TABLES


class EvidenceNotBuiltError(RuntimeError):
    """The compiled evidence is missing: says where it was looked for and how to build it."""


def packaged() -> Path:
    """Folder of the compiled evidence that came with the package."""
    return Path(__file__).parent / "compiled"


def packaged_sources() -> Path:
    """Folder of the evidence files that people edit, as shipped with the package."""
    return Path(__file__).parent / "data"


class _Sections(Mapping[str, Any]):
    """Sections by name, each read from its file when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, Any] = {}
        self._names = sorted(path.stem for path in folder.glob("*.json"))

    def __getitem__(self, name: str) -> Any:
        if name not in self._read:
            if name not in self._names:
                raise KeyError(name)
            self._read[name] = json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def load(folder: Path) -> m.Evidence:
    """Load compiled evidence.

    Raises
    ------
    EvidenceNotBuiltError
        If a file is missing or cut off.
    """
    import numpy as np

    try:
        core = json.loads((folder / CORE).read_text(encoding="utf-8"))
        with np.load(folder / TABLES, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        return _evidence(core, arrays, _Sections(folder / SECTIONS))
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        _not_built(folder, error)


def require(folder: Path) -> None:
    """See that the compiled evidence is there and whole, without keeping it in memory.

    For a process whose children load it: numpy and the tables would lie there beside theirs, unused.

    Raises
    ------
    EvidenceNotBuiltError
        If a file is missing or cut off.
    """
    try:
        json.loads((folder / CORE).read_bytes())
        with zipfile.ZipFile(folder / TABLES) as file:
            damaged = file.testzip()
        if damaged is not None:
            raise ValueError(f"{damaged} in {TABLES}")
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        _not_built(folder, error)


def _not_built(folder: Path, error: Exception) -> NoReturn:
    raise EvidenceNotBuiltError(
        f"The compiled evidence in {folder} is missing or damaged ({type(error).__name__}: {error}); "
        "install Backstride again, or in a checkout run `make build`."
    ) from error


def _tuples(entry: dict[str, Any], *names: str) -> dict[str, Any]:
    return entry | {name: tuple(entry[name]) for name in names}


def _evidence(core: dict[str, Any], arrays: dict[str, Any], sections: Mapping[str, Any]) -> m.Evidence:
    return m.Evidence(
        version=core["version"],
        findings={
            e["id"]: m.Finding(**_tuples(e, "options", "option_words", "scope", "aliases")) for e in core["findings"]
        },
        conditions={
            e["id"]: m.Condition(**_tuples(e, "aliases", "synonyms", "regions", "needs_place", "rules"))
            for e in core["conditions"]
        },
        references={e["id"]: m.Reference(**_tuples(e, "aliases")) for e in core["references"]},
        vocabulary=_vocabulary(core["vocabulary"]),
        triage=m.Triage(
            rules=tuple(m.Rule(**_tuples(e, "conditions", "sources", "safety_nets")) for e in core["rules"]),
            ask_first=tuple(core["ask_first"]),
            counts_as_no=core["counts_as_no"],
            since_earlier=core["since_earlier"],
            follow_ups=tuple((f["when"], tuple(f["ask"])) for f in core["follow_ups"]),
            activity_order=tuple(core["activity_order"]),
            default_urgency=core["default_urgency"],
            default_activity=core["default_activity"],
            level_words=core["level_words"],
        ),
        ranking=_ranking(core["ranking"], core["umbrella_words"], arrays),
        must_rule_out=m.MustRuleOut(
            places={place: tuple(findings) for place, findings in core["must_rule_out"]["places"].items()},
            presentations={
                (e["place"], e["age_band"]): tuple(e["conditions"]) for e in core["must_rule_out"]["presentations"]
            },
            raised_by={c: tuple(findings) for c, findings in core["must_rule_out"]["raised_by"].items()},
        ),
        safety_nets={
            e["id"]: m.SafetyNet(
                id=e["id"],
                title=e["title"],
                watch_for=tuple(e["watch_for"]),
                means=tuple(e["means"]),
                act=e["act"],
                applies=e.get("applies"),
                always=e["always"],
                sources=tuple(e["sources"]),
                told_by={sign: tuple(findings) for sign, findings in e["told_by"].items()},
            )
            for e in core["safety_nets"]
        },
        sections=sections,
    )


def _vocabulary(entry: dict[str, Any]) -> m.Vocabulary:
    return m.Vocabulary(
        implications=tuple(m.Implication(when=i["when"], yes=tuple(i["yes"])) for i in entry["implications"]),
        no_implications=tuple(
            m.NoImplication(when_no=tuple(i["when_no"]), no=tuple(i["no"]), yes=tuple(i["yes"]))
            for i in entry["no_implications"]
        ),
        number_implications=tuple(m.NumberImplication(**i) for i in entry["number_implications"]),
        splits=tuple(
            m.Split(
                id=s["id"],
                when=s["when"],
                until_answered=tuple(s["until_answered"]),
                ask=tuple(s["ask"]),
                cleared_by=tuple(tuple(c) for c in s["cleared_by"]),
                then=tuple(s["then"]),
                question=s["question"],
                most_urgent_reading=s["most_urgent_reading"],
            )
            for s in entry["splits"]
        ),
        bands=tuple(
            m.Band(
                finding=b["finding"],
                number=b["number"],
                edges={option: (edges[0], edges[1]) for option, edges in b["edges"].items()},
            )
            for b in entry["bands"]
        ),
        aliases=entry["aliases"],
        body_map={
            region: m.Region(
                sides=tuple(r["sides"]),
                findings=tuple(r["findings"]),
                one_side=r["one_side"],
                both_sides=r["both_sides"],
                asks=r["asks"],
                numb=tuple(r["numb"]),
            )
            for region, r in entry["body_map"].items()
        },
        guards=tuple(entry["guards"]),
        neuro_deficit_items=tuple(entry["neuro_deficit_items"]),
    )


def _ranking(entry: dict[str, Any], umbrella_words: dict[str, str], arrays: dict[str, Any]) -> m.Ranking:
    import numpy as np

    weights = {
        reason: np.array([by_setting[setting] for setting in SETTINGS])
        for reason, by_setting in entry["reason_weights"].items()
    }
    return m.Ranking(
        tables=m.RankingTables(
            conditions=tuple(entry["conditions"]),
            findings=tuple(entry["findings"]),
            p_yes=arrays["p_yes"],
            logit_sd=arrays["logit_sd"],
            choice_p={f: arrays[f"choice:{f}"] for f in entry["choices"]},
            choice_logit_sd={f: arrays[f"choice_sd:{f}"] for f in entry["choices"]},
            priors=arrays["priors"],
            settings=SETTINGS,
            reason_weights=weights,
            expert_share=arrays["expert_share"],
            recorded=arrays["recorded"],
            choice_recorded={f: arrays[f"choice_recorded:{f}"] for f in entry["choices"]},
            judged_logit_sd=float(arrays["judged_logit_sd"]),
            composite_logit_sd=arrays["composite_logit_sd"],
        ),
        modifiers=tuple(m.ModifierTable(**_tuples(e, "findings", "p_yes", "p_base")) for e in entry["modifiers"]),
        composites=tuple(m.Composite(**_tuples(e, "criteria", "items", "sources")) for e in entry["composites"]),
        umbrella_words=umbrella_words,
        settings=entry["settings"],
    )
