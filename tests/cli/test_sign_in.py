"""What an app that others can reach must have before it starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.cli import sign_in
from rag.cli.sign_in import SignIn, sign_in_for
from rag.domain.errors import UsageError

WHOLE = {
    "redirect_uri": "https://news.example.org/oauth2callback",
    "cookie_secret": "x" * 40,
    "client_id": "dateline",
    "client_secret": "secret",
    "server_metadata_url": "https://id.example.org/.well-known/openid-configuration",
}
ANN = ("ann@example.org",)


@pytest.fixture(autouse=True)
def _with_authlib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "find_spec", lambda name: object())


def secrets(folder: Path, section: str = "auth", **fields: str) -> list[Path]:
    file = folder / "secrets.toml"
    lines = [f"[{section}]", *(f'{name} = "{value}"' for name, value in fields.items() if value)]
    file.write_text("\n".join(lines), encoding="utf-8")
    return [file]


def test_a_machine_of_ones_own_needs_no_sign_in(tmp_path: Path) -> None:
    for address in ("127.0.0.1", "::1", "localhost"):
        assert sign_in_for(address, (), [tmp_path / "none.toml"]) is None


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.7", "example.org", ""])
def test_an_address_that_others_reach_needs_one(tmp_path: Path, address: str) -> None:
    with pytest.raises(UsageError, match="others could read the archive without signing in"):
        sign_in_for(address, ANN, [tmp_path / "none.toml"])


def test_secrets_about_other_things_are_no_sign_in(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="without signing in"):
        sign_in_for("0.0.0.0", ANN, secrets(tmp_path, "connections", url="x"))


def test_a_whole_one_tells_where_readers_come_from(tmp_path: Path) -> None:
    files = secrets(tmp_path, **WHOLE)
    assert sign_in_for("0.0.0.0", ANN, files) == SignIn(tuple(files), "news.example.org")
    assert sign_in_for("127.0.0.1", ANN, files) == SignIn(tuple(files), "news.example.org")


@pytest.mark.parametrize("missing", WHOLE)
def test_what_is_missing_is_named(tmp_path: Path, missing: str) -> None:
    with pytest.raises(UsageError, match=f"lacks {missing}"):
        sign_in_for("0.0.0.0", ANN, secrets(tmp_path, **{**WHOLE, missing: ""}))


def test_of_several_providers_each_must_be_whole(tmp_path: Path) -> None:
    shared = {name: WHOLE[name] for name in ("redirect_uri", "cookie_secret")}
    (file,) = secrets(tmp_path, **shared)
    file.write_text(file.read_text() + '\n[auth.company]\nclient_id = "dateline"\n')
    with pytest.raises(UsageError, match=r"lacks company\.client_secret, company\.server_metadata_url"):
        sign_in_for("0.0.0.0", ANN, [file])


def test_a_short_cookie_secret_is_refused_and_not_printed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="shorter than 32") as refused:
        sign_in_for("0.0.0.0", ANN, secrets(tmp_path, **{**WHOLE, "cookie_secret": "hunter2"}))
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "uri",
    [
        "http://news.example.org/oauth2callback",
        "http://127.0.0.1:8501/oauth2callback",
        "https://news.example.org/",
        "x",
    ],
)
def test_the_way_back_from_the_provider_is_encrypted_and_whole(tmp_path: Path, uri: str) -> None:
    with pytest.raises(UsageError, match="redirect_uri"):
        sign_in_for("0.0.0.0", ANN, secrets(tmp_path, **{**WHOLE, "redirect_uri": uri}))


def test_on_this_machine_the_way_back_may_be_plain(tmp_path: Path) -> None:
    files = secrets(tmp_path, **{**WHOLE, "redirect_uri": "http://localhost:8501/oauth2callback"})
    assert sign_in_for("127.0.0.1", ANN, files) == SignIn(tuple(files), "localhost")


def test_nobody_is_let_in_without_being_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="DATELINE_SIGN_IN_ALLOW"):
        sign_in_for("0.0.0.0", (), secrets(tmp_path, **WHOLE))


def test_the_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="pip install"):
        sign_in_for("0.0.0.0", ANN, secrets(tmp_path, **WHOLE))


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (file,) = secrets(tmp_path, **WHOLE)
    file.write_text("[auth")
    with pytest.raises(UsageError, match=r"secrets\.toml cannot be read"):
        sign_in_for("0.0.0.0", ANN, [file])
