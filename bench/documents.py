"""How long documents take: the report of a package, and five thousand notices."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from rules.library import shipped
from scoring.reports.docx.notices import write_notices
from scoring.reports.docx.templates import Templates
from scoring.reports.office.filing import file_report, open_stored
from scoring.run import review_package, run_review
from scoring.runs.sample import read_sample

NOTICES = 5_000


def main() -> None:
    (policy,) = shipped().glob("in-service-member/*[0-9].yaml")
    request = read_sample(policy.parent / "sample" / "sample.yaml", policy)
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "package"
        start = time.process_time()
        run_review(request, package)
        print(f"run of 8,800 subjects: {time.process_time() - start:.1f} s")
        stored = open_stored(package)
        start = time.process_time()
        file_report(stored, Path(folder) / "report.html")
        print(f"its report.html: {time.process_time() - start:.2f} s")
        outcome = review_package(package)
        before = _peak()
        start, made, turn = time.process_time(), 0, 0
        while made < NOTICES:
            turn += 1
            out = Path(folder) / f"notices{turn}"
            out.mkdir()
            made += sum(
                isinstance(one, str) for one in write_notices(outcome, out, Templates(None))
            )
        took = time.process_time() - start
        print(f"{made:,} notices: {took:.1f} s, {took / made * 1000:.2f} ms each")
        print(f"memory: {before:.0f} MB before, {_peak():.0f} MB at most")


def _peak() -> float:
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    main()
