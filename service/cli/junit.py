"""The verdicts as JUnit XML, which continuous integration reads."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from service.cli.verdicts import Tested, outcome_of


def junit(all_tested: Sequence[Tested]) -> str:
    """A suite for each test file. Without times, which are not the same twice."""
    root = Element("testsuites")
    for tested in all_tested:
        outcomes = [outcome_of(verdict) for verdict in tested.verdicts]
        counts = {
            "tests": str(len(outcomes)),
            "failures": str(outcomes.count("failed")),
            "skipped": str(outcomes.count("skipped")),
        }
        suite = SubElement(root, "testsuite", {"name": str(tested.path), **counts})
        for verdict, outcome in zip(tested.verdicts, outcomes, strict=True):
            case = SubElement(suite, "testcase", name=verdict.case.name, classname=tested.title)
            if outcome == "skipped":
                SubElement(case, "skipped", message=verdict.case.skip)
            elif outcome == "failed":
                told = "\n".join(difference.render() for difference in verdict.differences)
                SubElement(case, "failure", message=told.partition("\n")[0]).text = told
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")
