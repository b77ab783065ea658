"""A zip of readable files: what goes in, and everything that an archive may do wrong."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest
from documents import STORY, a_docx, a_page, a_zip, an_eml, w_p

from rag.domain.ingest import FailedInput, ReadArticle, ReadOutcome
from rag.ingest import containers
from rag.ingest.decoding import LARGEST_FILE, Unreadable
from rag.ingest.readers import reader_for
from rag.ingest.readers.zip import ZIP

TEXT = "\n\n".join(STORY)


def read(data: bytes) -> list[ReadOutcome]:
    return list(ZIP.read(io.BytesIO(data), "news.zip", {}))


def sources(outcomes: list[ReadOutcome]) -> list[str]:
    return [outcome.source for outcome in outcomes if isinstance(outcome, ReadArticle)]


def failures(outcomes: list[ReadOutcome]) -> list[tuple[str, str]]:
    return [(outcome.source, outcome.reason) for outcome in outcomes if isinstance(outcome, FailedInput)]


def test_members_are_read_by_their_own_readers_in_the_order_of_their_names() -> None:
    outcomes = read(
        a_zip(
            {
                "b/c.docx": a_docx(w_p(STORY[0])),
                "a.txt": TEXT,
                "d.jsonl": '{"body": "One."}\n{"body": "Two."}\n',
                "e.eml": an_eml(),
                "f.html": a_page("Port reopens", *STORY),
            }
        )
    )
    assert sources(outcomes) == [
        f"news.zip!{n}" for n in ("a.txt", "b/c.docx", "d.jsonl", "d.jsonl", "e.eml", "f.html")
    ]
    assert not failures(outcomes)


def test_what_accompanies_articles_is_passed_over() -> None:
    names = ("__MACOSX/._a.txt", ".hidden/a.txt", ".DS_Store", "p/pic.png", "style.css", "Thumbs.db", "folder/")
    assert sources(read(a_zip({"a.txt": TEXT} | dict.fromkeys(names, "x")))) == ["news.zip!a.txt"]


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "C:/a.txt", "..\\a.txt"])
def test_a_path_that_leads_out_is_refused_and_the_rest_goes_in(name: str) -> None:
    outcomes = read(a_zip({name: TEXT, "good.txt": TEXT}))
    assert sources(outcomes) == ["news.zip!good.txt"]
    assert ["leads out" in reason for _, reason in failures(outcomes)] == [True]


def test_a_link_is_refused() -> None:
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/hostname")
    assert failures(read(out.getvalue())) == [("news.zip!a.txt", "a link, not a file")]


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(a_zip({"a.txt": TEXT}))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    assert failures(read(bytes(data))) == [("news.zip!a.txt", "encrypted")]


def test_a_member_with_a_wrong_checksum_is_refused_before_anything_of_it_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.jsonl", '{"body": "Ships left."}\n')
        archive.writestr("b.txt", TEXT)
    outcomes = read(out.getvalue().replace(b"Ships left.", b"Ships sank."))
    assert sources(outcomes) == ["news.zip!b.txt"]
    assert "damaged in the archive" in failures(outcomes)[0][1]


def test_of_two_members_of_one_name_the_last_is_read() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = a_zip([("a.txt", "Ships sank."), ("a.txt", "Ships left.")])
    outcomes = read(data)
    assert [o.article.body for o in outcomes if isinstance(o, ReadArticle)] == ["Ships left."]
    assert len(failures(outcomes)) == 1


def test_an_archive_in_an_archive_is_opened_and_no_deeper() -> None:
    inner = a_zip({"c.txt": TEXT, "deep.zip": a_zip({"d.txt": TEXT})})
    outcomes = read(a_zip({"b.zip": inner}))
    assert sources(outcomes) == ["news.zip!b.zip!c.txt"]
    assert failures(outcomes) == [("news.zip!b.zip!deep.zip", "an archive in an archive in an archive")]


def test_a_bomb_is_refused_unopened() -> None:
    outcomes = read(a_zip({"a.txt": b"a" * 12_000_000, "b.txt": TEXT}))
    assert sources(outcomes) == ["news.zip!b.txt"]
    assert "times its size" in failures(outcomes)[0][1]


def test_all_members_together_may_unpack_to_a_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    budget = containers.Budget(total=1_000_000)
    budget.spend(600_000)
    with pytest.raises(Unreadable, match="unpacks to more"):
        budget.spend(600_000)


def test_a_long_member_of_many_articles_is_streamed() -> None:
    line = '{"id": "%d", "body": "' + "Ships left the port of Harrow at dawn. %d " * 10 + '"}\n'
    count = LARGEST_FILE // 450 + 100
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.jsonl", "".join(line % ((n,) * 11) for n in range(count)))
        archive.writestr("b.txt", "x " * LARGEST_FILE)
    outcomes = read(out.getvalue())
    assert len(sources(outcomes)) == count
    assert [source for source, _ in failures(outcomes)] == ["news.zip!b.txt"]


def test_an_archive_of_too_many_files_is_refused_before_its_list_is_read() -> None:
    end = bytearray(a_zip({}))
    end[8:12] = b"\xff\xff\xff\xff"
    many = b"PK\x06\x06" + (44).to_bytes(8, "little") + bytes(12) + (10**7).to_bytes(8, "little") * 2 + bytes(16)
    with pytest.raises(Unreadable, match="more than 100,000 files"):
        read(many + bytes(end))


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 cut off", a_zip({"a.txt": TEXT})[:-30], a_zip({}), a_zip({".x": "y"})]
)
def test_what_is_no_archive_of_articles_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read(data)


def test_a_container_of_unknown_name_is_known_by_how_it_begins() -> None:
    assert reader_for("x", a_zip({"a.txt": TEXT})).name == "zip"
    assert reader_for("x", a_docx(w_p("x"))).name == "DOCX"
    assert reader_for("x", an_eml()).name == "email"
    assert reader_for("x", b"From a@b.c Fri Mar 14 09:30:00 2025\n" + an_eml()).name == "mailbox"
    assert reader_for("x", b"From a distance it was quiet: so said all.\n").name == "plain text"


def test_a_member_without_a_name_is_passed_over() -> None:
    data = a_zip({"a.txt": TEXT, "b.txt": TEXT}).replace(b"b.txt", b"/////")
    assert sources(read(data)) == ["news.zip!a.txt"]
    directory = b"PK\x01\x02" + bytes(42)
    end = b"PK\x05\x06" + bytes(4) + b"\x01\x00" * 2 + len(directory).to_bytes(4, "little") + bytes(6)
    with pytest.raises(Unreadable, match="no article"):
        read(directory + end)
