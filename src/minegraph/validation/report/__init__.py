"""The outcome of a validation, and its six forms."""

from __future__ import annotations

from minegraph.validation.report.finding import Finding
from minegraph.validation.report.report import Report
from minegraph.validation.report.result import Result

__all__ = ["Finding", "Report", "Result"]
