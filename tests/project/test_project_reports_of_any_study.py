"""Reports of studies in which everything is called by names that nobody would give."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_studies import Rows, make_project, studies

from qcode.exporters.reports import write_report
from qcode.project.reports.audit import audit_report
from qcode.project.reports.methods import methods_report
from qcode.project.reports.portrait import portrait_report
from qcode.project.reports.saturation import saturation_report
from qcode.project.reports.transcript import transcript_report


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(study=studies(), kept_back=st.booleans())
def test_transcripts_methods_and_the_trail_are_written_in_every_format(
    tmp_path_factory: pytest.TempPathFactory, study: tuple[Rows, list[str]], kept_back: bool
) -> None:
    with make_project(tmp_path_factory.mktemp("any") / "study.qcode", study) as project:
        for report in (
            transcript_report(project, project.documents.list()),
            methods_report(project),
            audit_report(project),
        ):
            shown = project.pseudonyms.keep_back_report(report) if kept_back else report
            for format in ("md", "docx", "html"):
                written = io.BytesIO()
                write_report(shown, written, format)
                assert written.getvalue()


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(study=studies(), kept_back=st.booleans())
def test_saturation_and_portraits_are_written(
    tmp_path_factory: pytest.TempPathFactory, study: tuple[Rows, list[str]], kept_back: bool
) -> None:
    with make_project(tmp_path_factory.mktemp("any") / "study.qcode", study) as project:
        everything = project.select(roles=None)
        reports = [saturation_report(project, everything)]
        for document in project.documents.list():
            if everything.rows.get(document.id):
                reports.append(portrait_report(project, document, everything))
        for report in reports:
            shown = project.pseudonyms.keep_back_report(report) if kept_back else report
            written = io.BytesIO()
            write_report(shown, written, "md")
            assert written.getvalue()
