"""A real mail server on loopback, with a certificate made for the occasion, and one that misbehaves on purpose."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "school-mailbox", "a mailbox password"
START = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
END = dt.datetime(2090, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Certificate:
    """`pem` is what a client trusts; `file` holds key and certificate for the server."""

    pem: str
    file: Path

    def for_server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        return context


def make_certificate(folder: Path, name: str = "localhost", end: dt.datetime = END) -> Certificate:
    """A certificate that vouches for itself, for this name and 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names = [x509.DNSName(name)] + ([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))] if name == "localhost" else [])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(START)
        .not_valid_after(end)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file = folder / f"{name}-{made.serial_number}.pem"
    file.write_bytes(secret + pem)
    return Certificate(pem.decode(), file)


@dataclass
class Mailbox:
    """What the server took, and how it is told to behave. `refuse_next`: an answer to the next DATA."""

    taken: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)  # address -> answer to RCPT
    answers: list[str] = field(default_factory=list)  # to the next messages, instead of taking them
    sign_ins: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answers:
            return self.answers.pop(0)
        self.taken.append(envelope.content)
        self.envelopes.append((envelope.mail_from, tuple(envelope.rcpt_tos)))
        return "250 2.0.0 Taken for somebody@example.org"

    def sign_in(self, server, session, envelope, mechanism, data):
        given = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        self.sign_ins.append("accepted" if given else "refused")
        return AuthResult(success=given, handled=False)


@dataclass(frozen=True)
class Running:
    port: int
    mailbox: Mailbox
    certificate: Certificate
    security: str


@contextmanager
def mail_server(
    certificate: Certificate, security: str = "starttls", *, limit: int = 40 * 1024 * 1024, utf8: bool = True,
    must_sign_in: bool = True,
) -> Iterator[Running]:  # fmt: skip
    """Serves until the block is left."""
    mailbox = Mailbox()
    context = certificate.for_server()
    over_tls = security == "tls"

    def make() -> SMTP:
        return SMTP(
            mailbox, data_size_limit=limit, enable_SMTPUTF8=utf8, hostname="mail.test", authenticator=mailbox.sign_in,
            auth_required=must_sign_in, tls_context=None if over_tls else context, require_starttls=not over_tls,
            auth_require_tls=not over_tls, loop=loop,
        )  # fmt: skip

    loop = asyncio.new_event_loop()
    started: list[asyncio.Server] = []
    ready = threading.Event()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        made = loop.run_until_complete(loop.create_server(make, "127.0.0.1", 0, ssl=context if over_tls else None))
        started.append(made)
        ready.set()
        loop.run_forever()
        made.close()
        loop.run_until_complete(_all_ended())
        loop.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield Running(started[0].sockets[0].getsockname()[1], mailbox, certificate, security)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


async def _all_ended() -> None:
    """Conversations broken off, and their sockets closed, which takes some turns of the loop."""
    under_way = asyncio.all_tasks() - {asyncio.current_task()}
    for task in under_way:
        task.cancel()
    await asyncio.gather(*under_way, return_exceptions=True)
    for _ in range(20):
        await asyncio.sleep(0)


@contextmanager
def odd_server(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that talks as the test says to each who connects, then hangs up."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            with client, suppress(OSError, ssl.SSLError):
                client.settimeout(10)
                talk(client)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)


class Lines:
    """Reads lines of a client and answers them."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._file = sock.makefile("rb")

    def say(self, *lines: str) -> None:
        self.sock.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def hear(self) -> str:
        return self._file.readline().decode("utf-8", "replace").strip()

    def over_tls(self, certificate: Certificate) -> Lines:
        return Lines(certificate.for_server().wrap_socket(self.sock, server_side=True))
