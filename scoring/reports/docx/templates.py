"""The templates at hand: an office's own, or those the forms begin as."""

from __future__ import annotations

from pathlib import Path

from rules.diagnostics import PolicyError, closest, diagnose
from scoring.reports.docx.forms import FORMS, FormName
from scoring.reports.docx.markup import document
from scoring.reports.docx.template import Template, read_template


class Templates:
    """Each read once. A file of the folder named like a form, or like a trigger, takes its
    place. Raises PolicyError where a file is named like neither, so that none is ignored."""

    def __init__(self, folder: Path | None, triggers: tuple[str, ...] = ()) -> None:
        self._folder = folder
        self._read: dict[str, Template] = {}
        known = (*FORMS, *triggers)
        for path in sorted(folder.glob("*.docx")) if folder else ():
            if path.stem not in known and not path.name.startswith("~$"):
                meant = closest(path.stem, known)
                told = {"name": path.name, "suggestion": meant, "known": "、".join(known)}
                raise PolicyError([diagnose("template-for-nothing", None, path=folder, **told)])

    def of(self, form: FormName, trigger: str = "") -> Template:
        """A template of the trigger's own comes first."""
        own = self._file(trigger) if trigger else None
        name = trigger if own else form
        if name not in self._read:
            path = own or self._file(form)
            content = path.read_bytes() if path else document(FORMS[form].parts)
            place = path or f"{form}.docx"
            self._read[name] = read_template(content, place, FORMS[form].known)
        return self._read[name]

    def has(self, trigger: str) -> bool:
        return self._file(trigger) is not None

    def _file(self, name: str) -> Path | None:
        """Names of triggers come from policies: one that is a path names no file here."""
        if self._folder is None or Path(name).name != name:
            return None
        path = self._folder / f"{name}.docx"
        return path if path.is_file() else None


def write_templates(folder: Path) -> list[str]:
    """The forms as they begin, to be edited; one that is there already is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, form in FORMS.items():
        path = folder / f"{name}.docx"
        if not path.exists():
            path.write_bytes(document(form.parts))
            written.append(path.name)
    return written
