"""Mail through a real server on loopback: in the clear, by STARTTLS, encrypted from the start, and refused."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from email.message import EmailMessage

import pytest
from mailserver import Mailbox, mail_server

from rag.adapters.smtp import MailServer, SmtpMailer
from rag.adapters.smtp import mail_server as parsed
from rag.domain.errors import DeliveryFailed, UsageError


def a_mail(*to: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "news@example.org", ", ".join(to or ("ann@example.org",))
    message["Subject"] = "Guten Tag"
    message.set_content("Schöner Tag. قال 🔥\n")
    return message


def a_mailer(
    box: Mailbox, *, user: str = "", password: str = "sesame", secure: bool = False, trust: ssl.SSLContext | None = None
) -> SmtpMailer:
    return SmtpMailer(MailServer("127.0.0.1", box.port, user, secure), password, timeout_s=5, trust=trust)


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Of a server with a certificate that it made itself, and of a client that trusts it."""
    if not shutil.which("openssl"):
        pytest.skip("the openssl command makes the certificate")
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -addext subjectAltName=IP:127.0.0.1"
    subprocess.run(
        [*command.split(), "-keyout", "key.pem", "-out", "cert.pem"], cwd=folder, check=True, capture_output=True
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return server, ssl.create_default_context(cafile=str(folder / "cert.pem"))


def test_a_mail_arrives_as_it_was_at_everyone_it_is_for() -> None:
    with mail_server(Mailbox()) as box:
        a_mailer(box).send(a_mail("ann@example.org", "bob@example.org"))
    (mail,) = box.mails
    assert box.recipients == ["ann@example.org", "bob@example.org"]
    assert mail.get_content().splitlines() == ["Schöner Tag. قال 🔥"]


def test_a_server_that_offers_starttls_gets_the_password_encrypted(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    server, client = contexts
    with mail_server(Mailbox(), tls=server) as box:
        a_mailer(box, user="ann", trust=client).send(a_mail())
    assert len(box.mails) == 1
    assert box.was_encrypted


def test_smtps_is_encrypted_from_the_start(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    server, client = contexts
    with mail_server(Mailbox(), tls=server, implicit=True) as box:
        a_mailer(box, user="ann", secure=True, trust=client).send(a_mail())
    assert len(box.mails) == 1


def test_a_certificate_that_nobody_known_signed_ends_the_sending(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    server, _ = contexts
    with mail_server(Mailbox(), tls=server) as box, pytest.raises(DeliveryFailed, match="certificate"):
        a_mailer(box, user="ann").send(a_mail())
    assert box.mails == []


@pytest.mark.parametrize(
    ("refuses", "to", "said"),
    [
        ({"DATA": "552 5.3.4 Too large for us"}, ("ann@example.org",), "552.*Too large for us"),
        (
            {"ann@example.org": "550 No such person"},
            ("ann@example.org",),
            "refused ann@example.org: 550 No such person",
        ),
        (
            {"bob@example.org": "550 No such person"},
            ("ann@example.org", "bob@example.org"),
            "refused bob@example.org: 550",
        ),
    ],
)
def test_a_refusal_is_told_in_the_servers_words(refuses: dict[str, str], to: tuple[str, ...], said: str) -> None:
    with mail_server(Mailbox(refuses=refuses)) as box, pytest.raises(DeliveryFailed, match=said) as failed:
        a_mailer(box).send(a_mail(*to))
    assert "\n" not in str(failed.value)
    assert str(failed.value).startswith(f"The edition is stored, but the mail server 127.0.0.1:{box.port}")


def test_who_is_not_refused_gets_the_mail_all_the_same() -> None:
    with mail_server(Mailbox(refuses={"bob@example.org": "550 No"})) as box, pytest.raises(DeliveryFailed):
        a_mailer(box).send(a_mail("ann@example.org", "bob@example.org"))
    assert box.recipients == ["ann@example.org"]


def test_a_wrong_password_is_named_as_such_and_not_printed() -> None:
    with mail_server(Mailbox()) as box, pytest.raises(DeliveryFailed, match="user or the password") as failed:
        a_mailer(box, user="ann", password="open-barley").send(a_mail())
    assert "open-barley" not in str(failed.value)


def test_the_password_is_not_sent_to_another_machine_without_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server(Mailbox()) as box:
        here = socket.getaddrinfo("127.0.0.1", box.port, type=socket.SOCK_STREAM)
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: here)
        mailer = SmtpMailer(MailServer("mail.example", box.port, "ann", False), "sesame", timeout_s=5)
        with pytest.raises(DeliveryFailed, match="no encryption"):
            mailer.send(a_mail())
    assert box.mails == []


def test_nobody_at_the_port_and_a_silent_server_are_told_apart() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        mailer = SmtpMailer(MailServer("127.0.0.1", port, "", False), "", timeout_s=0.3)
        with pytest.raises(DeliveryFailed, match="refused"):
            mailer.send(a_mail())
        listening.listen()
        with pytest.raises(DeliveryFailed, match=r"in time|timed out"):
            mailer.send(a_mail())


def test_a_server_that_hangs_up_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        threading.Thread(target=lambda: listening.accept()[0].close(), daemon=True).start()
        with pytest.raises(DeliveryFailed) as failed:
            SmtpMailer(MailServer("127.0.0.1", port, "", False), "", timeout_s=2).send(a_mail())
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 587, "", False)),
        ("smtps://ann@mail.example", MailServer("mail.example", 465, "ann", True)),
        ("smtp://ann%40example.org@mail.example:2525/", MailServer("mail.example", 2525, "ann@example.org", False)),
    ],
)
def test_a_server_is_given_by_its_address(url: str, server: MailServer) -> None:
    assert parsed(url) == server


@pytest.mark.parametrize(
    "url", ["", "mail.example:587", "http://mail.example", "smtp://", "smtp://a:99999", "smtp://a/b"]
)
def test_what_is_no_mail_server_is_told_how_to_write_one(url: str) -> None:
    with pytest.raises(UsageError, match="smtp://user@host:587"):
        parsed(url)


def test_a_password_belongs_into_its_own_setting_and_is_not_printed() -> None:
    with pytest.raises(UsageError, match="DATELINE_SMTP_PASSWORD") as refused:
        parsed("smtp://ann:barley@mail.example")
    assert "barley" not in str(refused.value)
