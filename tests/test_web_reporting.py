"""Reports as the pages of the desk show them: bounded, and said to be."""

from __future__ import annotations

import json
from pathlib import Path

from minegraph.places import Place
from minegraph.validation import Report
from minegraph.web.reporting import MOST_FINDINGS, MOST_RESULTS, REPORT, write_report
from test_beside import result


def test_report_of_very_many_results_is_cut_and_says_so(tmp_path: Path) -> None:
    places = (Place("a.csv", row=row, column="B") for row in range(2, MOST_RESULTS + 10))
    report = Report.of(map(result, places), "minegraph", ["a.csv: rows."])
    brief = write_report(report, tmp_path)
    document = json.loads((tmp_path / "report.json").read_text())
    said = (
        f"These are the worst {MOST_RESULTS:,} of {MOST_RESULTS + 8:,} results: mend them, then check the file again."
    )
    assert (document["notes"], len(document["results"])) == ([said, "a.csv: rows."], MOST_RESULTS)
    assert brief["conforms"] is False
    page = (tmp_path / REPORT).read_text()
    assert page.count('id="finding-') == MOST_FINDINGS
    assert f"{MOST_RESULTS - MOST_FINDINGS:,} more are in the downloads." in page
