"""Tells of subjects that may be one and the same; whoever they are is for a person to say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from scoring.evidence import Notice, Subject
from scoring.intake.faults import fault, listed
from scoring.intake.naming.alike import alike

# Of so many subjects one may share its name with another by chance or by mistake.
_MANY = 10


def naming_notices(subjects: Mapping[str, Subject], name_field: str) -> Iterator[Notice]:
    ids: dict[str, list[str]] = defaultdict(list)
    for key, subject in sorted(subjects.items()):
        if name := subject.fields.get(name_field):
            ids[str(name)].append(key)
    same = [_called(name, keys) for name, keys in sorted(ids.items()) if len(keys) > 1]
    if len(ids) * _MANY < len(subjects) * (_MANY - 1):
        # Names that so many share do not tell subjects apart: an address, say.
        return
    if same:
        yield fault("same-names", **listed(same)).notice(len(same))
    groups = [" ≈ ".join(_called(name, ids[name]) for name in group) for group in alike(ids)]
    if groups:
        yield fault("alike-names", **listed(groups)).notice(len(groups))


def _called(name: str, keys: list[str]) -> str:
    return f"{name}（{'、'.join(keys)}）"
