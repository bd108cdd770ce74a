"""The library's public face: one open project."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from qcode.errors import UsageError
from qcode.model.codings import CodingRecord, Origin
from qcode.model.documents import Role
from qcode.model.spans import Span
from qcode.model.tables import Table
from qcode.project.attributes import Attributes
from qcode.project.cases import Cases
from qcode.project.classifications import Classifications
from qcode.project.coders import Coders
from qcode.project.codes import Codes
from qcode.project.coding_import import CodingImport, CodingImporter
from qcode.project.codings import Codings
from qcode.project.documents import Documents
from qcode.project.events import Events
from qcode.project.groups import Groups
from qcode.project.history import History
from qcode.project.kept import Texts
from qcode.project.memos import Memos
from qcode.project.methods import Methods
from qcode.project.participants import Participants
from qcode.project.pins import Pins
from qcode.project.pseudonyms import Pseudonyms
from qcode.project.queries import Queries
from qcode.project.rules import Rules
from qcode.project.summaries import Summaries
from qcode.project.translations import Translations
from qcode.store import connection
from qcode.store.changes import Recorder, gone
from qcode.store.log import Changed
from qcode.store.store import Store
from qcode.version import __version__

if TYPE_CHECKING:
    from typing import Self

    from qcode.analysis.corpus import Corpus
    from qcode.analysis.selection import Selection
    from qcode.project.plain.folder import Exported

SUFFIX = ".qcode"
COUNTED_ROLES = (Role.RESPONDENT,)


class Project:
    """A study: its documents, cases, codes and codings in one file.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with Project.create(folder / "study.qcode", "Harbour study", coder="A. Mori") as project:
    ...     code = project.codes.add("Gatekeeper")
    ...     [one.name for one in project.codes.tree()]
    ['Gatekeeper']

    The parts (`documents`, `participants`, `cases`, `groups`, `classifications`, `events`, `codes`,
    `codings`, `memos`, `pins`, `attributes`, `coders`, `history`, `methods`, `pseudonyms`, `queries`,
    `summaries`, `translations`) list and change the things of their kind; every change is one act in the
    log, saved when the call returns, and can be undone.
    """

    def __init__(self, store: Store, coder: str = "") -> None:
        self.store = store
        self.texts = Texts(store)
        self._coder = coder
        self.documents = Documents(self)
        self.participants = Participants(self)
        self.cases = Cases(self)
        self.groups = Groups(self)
        self.classifications = Classifications(self)
        self.events = Events(self)
        self.codes = Codes(self)
        self.codings = Codings(self)
        self.memos = Memos(self)
        self.methods = Methods(self)
        self.pins = Pins(self)
        self.attributes = Attributes(self)
        self.coders = Coders(self)
        self.history = History(self)
        self.pseudonyms = Pseudonyms(self)
        self.queries = Queries(self)
        self.rules = Rules(self)
        self.summaries = Summaries(self)
        self.translations = Translations(self)
        self._corpus: tuple[tuple[int, ...], Corpus] | None = None
        """What was read last, and of which state of the file."""
        self.undoable = True
        """Whether what is done is a step of undo; not so while a study is made for somebody."""
        self.rows_changed = 0
        """How many rows the newest act wrote; 0 where everything was so already."""

    @classmethod
    def open(cls, path: str | Path, *, coder: str = "", **options: Any) -> Self:
        """Open a project file. `coder` is the name of who acts; needed for changes only.

        `options` go to the store: `device`, `keep_backups`, `backup_hours`. Raises ProjectFileError.
        """
        return cls(Store(Path(path), **options), coder)

    @classmethod
    def create(cls, path: str | Path, title: str = "", *, coder: str = "", **options: Any) -> Self:
        """Make a project file and open it; `title` is by default the file's name. Raises ProjectFileError."""
        path = Path(path)
        connection.create(path)
        project = None
        try:
            project = cls(Store(path, **options), coder)
            with project.store.act("project.create", "") as recorder:
                name = title.strip() or path.name.removesuffix(SUFFIX)
                recorder.insert_all(
                    "meta",
                    [{"key": "title", "value": name}, {"key": "made_by", "value": f"qcode {__version__}"}],
                )
                recorder.summary = f"Made the project {name}"
                recorder.undoable = False
        except BaseException:
            if project is not None:
                project.close()
            path.unlink(missing_ok=True)
            raise
        return project

    @classmethod
    def from_plain(cls, path: str | Path, folder: str | Path, *, coder: str = "", **options: Any) -> Self:
        """Make a project file of a folder that `export_plain` wrote, and open it.

        `options` as of `open`. Raises DataError, UnreadableFileError and ProjectFileError.
        """
        from qcode.project.plain import import_plain

        import_plain(Path(folder), Path(path))
        return cls.open(path, coder=coder, **options)

    def export_plain(self, folder: str | Path) -> Exported:
        """Write all that the project holds, names too, to a folder of plain files. Raises ExportError.

        An earlier export of the project is replaced, where nobody changed it.
        """
        from qcode.project.plain import export_plain

        return export_plain(self, Path(folder))

    def close(self) -> None:
        """Close the file; everything reported as done is saved already."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        return self.store.path

    @property
    def place_warning(self) -> str:
        """One line on what to heed where the file lies: a folder that other computers write to as well,
        another computer's claim, copies beside it that a sync client made. Empty for nothing.
        """
        lock = self.store.lock
        return f"{lock.place.warning(self.path.name)} {lock.note}".strip()

    @property
    def kept_copy(self) -> Path | None:
        """Where the file is kept as it was, if it was an older version's and was brought along on opening."""
        return self.store.kept_copy

    @property
    def title(self) -> str:
        """The study's title."""
        rows = self.store.tuples("SELECT value FROM meta WHERE key = 'title' AND deleted = 0 ORDER BY id")
        return str(rows[-1][0]) if rows else self.path.name.removesuffix(SUFFIX)

    @property
    def uid(self) -> str:
        """Uid of the row of `meta` that stands for the project: the owner of memos on the project itself."""
        rows = self.store.tuples("SELECT uid FROM meta WHERE key = 'title' AND deleted = 0 ORDER BY id")
        if not rows:
            raise gone("meta")
        return str(rows[-1][0])

    @cached_property
    def coder_name(self) -> str:
        """Name of the acting coder: the one given, else $QCODE_CODER, else the login name."""
        return (self._coder or os.environ.get("QCODE_CODER", "") or _login_name()).strip()

    @contextmanager
    def act(self, kind: str) -> Iterator[Recorder]:
        """Begin an act of the acting coder: one transaction, one entry of the history."""
        self.rows_changed = 0
        with self.store.act(kind, self.coders.acting().uid) as recorder:
            recorder.undoable = self.undoable
            yield recorder
        self.rows_changed = recorder.changed

    def import_codings(
        self,
        records: Sequence[CodingRecord],
        *,
        source: str = "",
        skip_bad: bool = False,
        origin: Origin = Origin.IMPORT,
    ) -> CodingImport:
        """Add a list of codings, by offsets or by quotation, in one act. Raises DataError.

        `source` is the file's name for messages. A bad row stops everything unless `skip_bad`.
        """
        return CodingImporter(self).run(records, source=source, skip_bad=skip_bad, origin=origin)

    def place(self, record: CodingRecord) -> Span:
        """Return where a coding given by offsets or by its words lies. Raises SpanError, DataError."""
        return CodingImporter(self).span(record, self.documents.find(record.document))

    def reading(self) -> AbstractContextManager[None]:
        """Let all that is read inside be as it was at one moment, whatever others write meanwhile."""
        return self.store.reading()

    def newest_change(self) -> int:
        """Return the mark of this moment for `changes_since`: the row id of the newest change, 0 for none."""
        return self.store.newest_id()

    def changes_since(self, mark: int) -> Changed:
        """Return which rows were touched after a mark, by whomever: this project's acts and undoing, or
        another process's work. Its cost grows with what happened since, not with the project.
        """
        return self.store.changes_since(mark)

    def corpus(self) -> Corpus:
        """Return everything an analysis may look at, as it is now; the same while nothing changes."""
        from qcode.project.loading import load_corpus

        with self.reading():
            state = self.store.state()
            if self._corpus is None or self._corpus[0] != state:
                self._corpus = state, load_corpus(self, __version__)
            return self._corpus[1]

    def forget_corpus(self) -> None:
        """Give back the memory of the corpus and the texts that were read for it."""
        self._corpus = None

    def select(
        self,
        *,
        roles: Sequence[Role] | None = COUNTED_ROLES,
        coders: Sequence[str] | None = None,
        where: str | None = None,
    ) -> Selection:
        """Choose codings: speech of these roles (None: any), these coders (None: all), a condition.

        Raises QueryError for a condition that cannot be understood, UnknownNameError for a coder.
        """
        from qcode.analysis.selection import select

        return select(self.corpus(), roles=roles, coders=coders, where=where)

    def _chosen(self, selection: Selection | None, roles: Sequence[Role] | None = COUNTED_ROLES) -> Selection:
        """Return the selection that was given, also an empty one; else what counts by default."""
        return self.select(roles=roles) if selection is None else selection

    def crosstab(
        self,
        rows: str = "code",
        columns: str | None = "case",
        *,
        selection: Selection | None = None,
        test: str | None = None,
        **options: Any,
    ) -> Table:
        """Count: any dimension against any other; `options` as of `qcode.analysis.crosstab.crosstab`.

        With a `test`, whether the columns differ stands beside each row; `options` then as of
        `qcode.analysis.statistics_table.crosstab_with_test`.
        """
        if test is not None:
            from qcode.analysis.statistics_table import crosstab_with_test

            return crosstab_with_test(self._chosen(selection), rows, columns or "", test=test, **options)
        from qcode.analysis.crosstab import crosstab

        return crosstab(self._chosen(selection), rows, columns, **options)

    def holdings(self, rows: str = "case", *, selection: Selection | None = None) -> Table:
        """Return what data there is of each case; options as of `qcode.analysis.holdings.holdings`."""
        from qcode.analysis.holdings import holdings

        return holdings(self._chosen(selection), rows)

    def frequencies(
        self, *, selection: Selection | None = None, per_coder: bool = False, aggregated: bool = False
    ) -> Table:
        """Return the code frequency table; options as of `qcode.analysis.frequencies.frequencies`."""
        from qcode.analysis.frequencies import frequencies

        return frequencies(self._chosen(selection), per_coder=per_coder, aggregated=aggregated)

    def framework(self, *, selection: Selection | None = None, **options: Any) -> Table:
        """Return the framework matrix; `options` as of `qcode.analysis.framework.framework`."""
        from qcode.analysis.framework import framework

        chosen = self._chosen(selection)
        return framework(chosen, chosen.corpus.summaries, **options)

    def segments(self, *, selection: Selection | None = None, only: Iterable[int] | None = None) -> Table:
        """Return the coded segments with their quotations; `only` these codings (row ids) if given."""
        from qcode.analysis.segments import segments

        uids, texts = self.codings.uids(), self.memos.texts("codings")
        memos = {row_id: texts[uid] for row_id, uid in uids.items() if uid in texts}
        return segments(
            self._chosen(selection, roles=None),
            uids=uids,
            memos=memos,
            translations=self.translations.texts(),
            pages=self.documents.pages_of_all(),
            origins=self.rules.origins(),
            only=only,
        )

    def search(self, query: str, **options: Any) -> Table:
        """Return where a text occurs in the documents; `options` as of `qcode.analysis.search.search`."""
        from qcode.analysis.search import search

        if not query.strip():
            raise UsageError("There is nothing to search for.")
        return search(self.corpus(), query, **options)

    def backup(self, target: str | Path) -> Path:
        """Copy the project to a new file, checked. Raises ProjectFileError."""
        from qcode.store.backup import backup

        backup(self.store.db, self.path, Path(target))
        return Path(target)

    def dated_backup(self) -> Path:
        """Copy the project to a dated file in the folder of backups beside it; return the file."""
        from qcode.store.backup import dated_backup

        return dated_backup(self.store.db, self.path)

    def check(self) -> list[str]:
        """Return what is wrong with the file, one sentence each; an empty list is a clean project."""
        from qcode.store.check import check

        return check(self.store)


def _login_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "coder"
