"""`qcode report quotations`: every quotation once, with its reference."""

import re
from pathlib import Path

from docx import Document
from running import Qcode

CHOSEN = "code = Gatekeeper and kind = interview"


def quotations(text: str) -> list[str]:
    """Return the quotations of a report in Markdown, each as one line."""
    blocks = [block for block in text.split("\n\n") if block.startswith("> ")]
    return [block.partition("\n>\n")[0].replace("\\\n> ", " ").removeprefix("> ") for block in blocks]


def plain(text: str) -> str:
    return re.sub(r"<!-- -->|\\(?=[\W_])", "", " ".join(text.split()))


def test_every_counted_passage_stands_once_below_its_code_whoever_coded_it(qcode: Qcode, study: Path) -> None:
    listed = qcode("segments", "--where", CHOSEN, "--role", "respondent", "--format", "csv").done().records
    passages = {(one["document"], one["start"], one["end"], one["code"]) for one in listed}
    assert len(passages) < len(listed), "two coders agree somewhere"
    text = qcode("report", "quotations", "--where", CHOSEN, "--role", "respondent").done().text
    found = quotations(text)
    assert len(found) == len(passages)
    told = sorted(plain(one).rpartition(" (")[0] for one in found)
    quotes = {(one["document"], one["start"], one["end"], one["code"]): one["quote"] for one in listed}
    assert told == sorted(plain(quote.strip()) for quote in quotes.values())


def test_a_reference_says_who_speaks_where_and_in_which_turn(qcode: Qcode, study: Path) -> None:
    qcode("participants", "set", "R1", "position=city official").done()
    text = qcode("report", "quotations", "--where", "case = Minamihama and code = Gatekeeper").done().text
    references = {one.rpartition(" (")[2] for one in map(plain, quotations(text))}
    assert "city official, Minamihama, turn 6)" in references
    assert any(re.fullmatch(r"Port manager, Minamihama, turn \d+\)", one) for one in references)
    assert any(re.fullmatch(r"Minamihama, Minamihama_strategy_2021, para\. \d+\)", one) for one in references)


def test_where_two_interviews_would_be_told_alike_their_names_are_told(qcode: Qcode, study: Path) -> None:
    qcode("participants", "set", "R1", "position=official").done()
    qcode("participants", "set", "Port manager", "position=official").done()
    text = plain(qcode("report", "quotations", "--where", "case = Minamihama").done().text)
    assert "(official, Minamihama, Minamihama_port, turn" in text
    assert "(official, Minamihama, turn" not in text


def test_a_document_tells_its_year(qcode: Qcode, study: Path) -> None:
    qcode(
        "documents", "set", "Kitaoka_strategy_2022", "--name", "City strategy", "published=2022-04-01"
    ).done()
    text = plain(qcode("report", "quotations", "--where", "document = 'City strategy'").done().text)
    assert "(Kitaoka, City strategy, 2022, para. " in text


def test_below_cases_and_below_both_are_the_same_quotations(qcode: Qcode, study: Path) -> None:
    by_code = qcode("report", "quotations", "--where", CHOSEN).done().text
    by_case = qcode("report", "quotations", "--by", "case", "--where", CHOSEN).done().text
    by_both = qcode("report", "quotations", "--by", "both", "--where", CHOSEN).done().text
    assert sorted(quotations(by_code)) == sorted(quotations(by_case)) == sorted(quotations(by_both))
    assert "\n## Sakuragi\n" in by_case
    assert "\n### Gatekeeper \\> Local diffusion\n" in by_case
    assert "\n### Local diffusion · 地域内への伝播\n" in by_both
    assert "\n#### Sakuragi\n" in by_both


def test_limit_themes_and_memos_say_what_is_left_out(qcode: Qcode, study: Path) -> None:
    whole = qcode("report", "quotations", "--memos").done().text
    few = qcode("report", "quotations", "--limit", "1", "--themes", "--no-memos").done().text
    assert "Memo: " in whole
    assert "Memo: " not in few
    assert "\n## Actor" in whole
    assert "\n## Actor" not in few
    headings = re.findall(r"\n#+ .*\n\n11 |\n#+ [^\n]+\n\n\d+ segment", few)
    assert len(quotations(few)) == len(headings)
    left = re.search(r"At most 1 below a heading: ([\d,]+) quotations left out", few)
    assert left
    assert "Facets are not shown." in few


def test_a_translation_stands_below_its_quotation(qcode: Qcode, study: Path) -> None:
    from qcode import Project

    with Project.open(study, coder="A. Mori") as project:
        coding = next(one for one in project.codings.list() if one.origin)
        project.translations.write(coding, "As others would say it.")
    text = qcode("report", "quotations", "--role", "any").done().text
    assert ">\n> *As others would say it.*\n" in text


def test_names_are_kept_back_in_references_and_headings(qcode: Qcode, study: Path, desk: Path) -> None:
    qcode("report", "quotations", "--by", "case", "--pseudonyms", "-o", "q.docx").done()
    document = Document(str(desk / "q.docx"))
    told = "\n".join(one.text for one in document.paragraphs)
    for name in ("Minamihama", "Port manager", "国際課長", "Kitaoka_strategy_2022", "Ms Hayase"):
        assert name not in told
    assert "Case A" in {one.text for one in document.paragraphs if one.style.name == "Heading 1"}
    assert re.search(r"\(R\d+, Case A, turn \d+\)", told)
    assert re.search(r"\(Case B, Document \d+, para\. \d+\)", told)
    names = qcode("report", "quotations", "--names", "--format", "md").done().text
    assert "Minamihama" in names


def test_positions_stay_and_are_warned_of_where_names_are_kept_back(qcode: Qcode, study: Path) -> None:
    qcode("participants", "set", "R1", "position=city official").done()
    text = plain(qcode("report", "quotations", "--where", "case = Minamihama", "--pseudonyms").done().text)
    assert "(city official, Case A, turn " in text
    assert "Warning: references tell positions" in text


def test_a_project_that_keeps_names_back_does_so_in_reports(qcode: Qcode, study: Path) -> None:
    qcode("pseudonyms", "always").done()
    kept = qcode("report", "quotations").done()
    assert "Minamihama" not in kept.text
    assert "as the project says" in kept.err
    assert "Minamihama" in qcode("report", "quotations", "--names").done().text


def test_nothing_found_is_said(qcode: Qcode, study: Path) -> None:
    text = qcode("report", "quotations", "--coder", "A. Mori", "--where", "text contains xyzzy").done().text
    assert "There is no such quotation." in text


def test_hostile_words_are_words(qcode: Qcode, empty: Path, desk: Path) -> None:
    (desk / "t.txt").write_text("R: <script>alert(1)</script> **x** [a](b) =cmd() \x1b[31m ](\n", "utf-8")
    qcode("import", "t.txt", "--case", "*A* <b>").done()
    qcode("codings", "add", "t", "Gatekeeper", "--start", "3", "--end", "46").done()
    text = qcode("report", "quotations").done().text
    assert "<script>" not in text
    assert "\x1b" not in text
    assert "\\<script\\>alert(1)\\</script\\> \\*\\*x\\*\\*" in text
    qcode("report", "quotations", "--output", "t.docx").done()
    told = [one.text for one in Document(str(desk / "t.docx")).paragraphs if one.style.name == "Quotation"]
    assert told[0].startswith("<script>alert(1)</script> **x** [a]")


def test_a_file_whose_name_says_no_format_is_refused(qcode: Qcode, study: Path, desk: Path) -> None:
    qcode("report", "quotations", "-o", "q.xlsx").refused("q.xlsx", "--format", code=2)
    assert not (desk / "q.xlsx").exists()
