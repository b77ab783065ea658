"""Sets of other formats, turned into ours: one file a format, listed here."""

from __future__ import annotations

from eval.importing.beir import BEIR
from eval.importing.feedback import FEEDBACK
from eval.importing.imported import Importer
from eval.importing.multihop_rag import MULTIHOP_RAG
from eval.importing.rgb import RGB
from eval.importing.squad import SQUAD
from eval.importing.tables import CSV, LINES

IMPORTERS: tuple[Importer, ...] = (CSV, LINES, FEEDBACK, SQUAD, BEIR, MULTIHOP_RAG, RGB)
