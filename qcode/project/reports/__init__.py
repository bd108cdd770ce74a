"""Reports made of a project: one module each, `NAME_report(project, ...) -> qcode.model.reports.Report`."""
