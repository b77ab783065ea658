"""JUnit's XML, which build servers show as tests: the questions of a run, or the checks of a gate.

The form is that of Jenkins' xunit plug-in and of Maven's Surefire: testsuite, testcase, failure, error.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from eval.comparison import Comparison
from eval.gate import Gate
from eval.scores import RunReport

# XML 1.0 has no place for these, escaped or not.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def run_as_junit(report: RunReport) -> str:
    """A test for each question: an error where it could not be asked. A low score is no failure; bounds are the
    gate's."""
    suite = _suite(f"{report.record.set_name} {report.record.system}", len(report.questions), errors=len(report.failed))
    for q in report.questions:
        seconds = q.scores.get("latency_ms", 0.0) / 1e3
        test = _test(suite, q.case.id, f"{report.record.set_name}.{q.case.kind}", seconds)
        if q.failed:
            _say(test, "error", q.failed)
        else:
            output = ElementTree.SubElement(test, "system-out")
            output.text = _clean("\n".join(f"{name} {value:.4g}" for name, value in q.scores.items()))
    return _written(suite)


def gate_as_junit(gate: Gate, comparison: Comparison) -> str:
    """A test for each check; what did not hold is a failure with the reason."""
    failed = sum(not check.held for check in gate.checks)
    suite = _suite(f"{comparison.after.set_name} gate", len(gate.checks), failures=failed)
    for check in gate.checks:
        test = _test(suite, check.name, f"{comparison.after.set_name}.gate", 0.0)
        if check.held:
            ElementTree.SubElement(test, "system-out").text = _clean(check.why)
        else:
            _say(test, "failure", check.why)
    return _written(suite)


def _suite(name: str, tests: int, *, failures: int = 0, errors: int = 0) -> ElementTree.Element:
    counts = {"tests": str(tests), "failures": str(failures), "errors": str(errors)}
    return ElementTree.Element("testsuite", {"name": _clean(name), **counts})


def _test(suite: ElementTree.Element, name: str, group: str, seconds: float) -> ElementTree.Element:
    said = {"name": _clean(name), "classname": _clean(group), "time": f"{seconds:.3f}"}
    return ElementTree.SubElement(suite, "testcase", said)


def _say(test: ElementTree.Element, kind: str, why: str) -> None:
    ElementTree.SubElement(test, kind, {"message": _clean(why)}).text = _clean(why)


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)


def _written(suite: ElementTree.Element) -> str:
    ElementTree.indent(suite)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(suite, encoding="unicode")}\n'
