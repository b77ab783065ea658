"""A reader at the app without a browser: Streamlit's own protocol over its websocket, at little cost to the machine.

Sends what a browser sends (the whole page, a question, the looks of a fragment that watches an answer, what it has
cached) and keeps every byte that comes back, so that it can be searched for what is somebody else's.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from eval.bench.app_server import Server, asked

if TYPE_CHECKING:
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE_S = 60.0
_USER_COOKIE, _XSRF_COOKIE = "_streamlit_user", "_streamlit_xsrf"


class Session:
    """Signed in as ``address``, or simply there where the app asks nobody to sign in."""

    def __init__(self, server: Server, address: str = "") -> None:
        self.address = address
        self.received: list[bytes] = []
        self.titles: list[str] = []
        """Of the conversations that the page lists."""
        self.notices: list[str] = []
        self._server = server
        self.query = ""
        """Of the page's address: names the conversation that is open."""
        self._page = ""
        self._chat_input = ""
        self._cached: dict[str, ForwardMsg] = {}
        self._looks: dict[str, float] = {}
        """Seconds between two looks, by the fragment that is to be drawn again and again."""
        self._fragment_runs = False
        self._idle = True
        self._settled: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> Session:
        from websockets.sync.client import connect
        from websockets.typing import Origin, Subprotocol

        xsrf = asked(self._server.url, "/_stcore/health").getheader("Set-Cookie", "")
        token = xsrf.partition(f"{_XSRF_COOKIE}=")[2].partition(";")[0].strip('"')
        self._connection = connect(
            self._server.url.replace("http", "ws", 1) + "/_stcore/stream",
            origin=Origin(self._server.url),
            subprotocols=[Subprotocol("streamlit"), Subprotocol(token)],
            additional_headers={"Cookie": "; ".join(self._cookies(token))},
            max_size=None,
            compression=None,
        )
        self._socket = self._connection.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.__exit__(kind, error, trace)

    def open(self, query: str = "") -> None:
        """The Ask page, drawn to its end."""
        self.query = query
        self._send()
        self._listen(lambda: self._idle)

    def ask(self, question: str) -> tuple[float, dict[str, Any]]:
        """Seconds from the Enter key to the settled answer, and the turn as it is drawn. The page is then still."""
        started = time.perf_counter()
        self._send(question=question)
        self._listen(lambda: question in self._settled)
        took = time.perf_counter() - started
        self._listen(lambda: self._idle and not self._looks)
        return took, self._settled[question]

    def has_received(self, text: str) -> bool:
        return any(text.encode() in message for message in self.received)

    def _cookies(self, token: str) -> list[str]:
        from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

        cookies = [f"{_XSRF_COOKIE}={token}"]
        if self.address:
            claims = {"email": self.address, "origin": self._server.url, "is_logged_in": True}
            signed = create_signed_value(self._server.secret, _USER_COOKIE, json.dumps(claims)).decode()
            cookies.append(f"{_USER_COOKIE}={signed}")
        return cookies

    def _send(self, *, question: str = "", fragment: str = "") -> None:
        from streamlit.proto.BackMsg_pb2 import BackMsg

        message: BackMsg = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash, state.fragment_id = self.query, self._page, fragment
        state.is_auto_rerun = bool(fragment)
        state.cached_message_hashes.extend(self._cached)
        if question:
            typed = state.widget_states.widgets.add()
            typed.id, typed.chat_input_value.data = self._chat_input, question
        self._idle, self._fragment_runs = False, bool(fragment)
        self._socket.send(message.SerializeToString())

    def _listen(self, is_enough: Callable[[], bool]) -> None:
        """Takes what comes until it is enough. A watched fragment is looked at in the time that it asked for."""
        deadline = time.monotonic() + PATIENCE_S
        while not is_enough():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.address or 'A session'} waited {PATIENCE_S:g} s for the app in vain.")
            self._take(min(self._looks.values()) if self._looks and self._idle else PATIENCE_S)

    def _take(self, patience_s: float) -> None:
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        try:
            received = self._socket.recv(timeout=patience_s)
        except TimeoutError:
            for fragment in list(self._looks):
                self._send(fragment=fragment)
            return
        assert isinstance(received, bytes)
        self.received.append(received)
        message: ForwardMsg = ForwardMsg()
        message.ParseFromString(received)
        if message.WhichOneof("type") == "ref_hash":
            message = self._cached[message.ref_hash]
        elif message.metadata.cacheable:
            self._cached[message.hash] = message
        self._handle(message)

    def _handle(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session":
                self._page = message.new_session.page_script_hash
                self._idle = False
                if not self._fragment_runs:
                    self._looks.clear()
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "auto_rerun":
                self._looks[message.auto_rerun.fragment_id] = message.auto_rerun.interval
            case "script_finished":
                # A run that was cut off for another is followed by that one.
                self._idle = message.script_finished != message.FINISHED_EARLY_FOR_RERUN
                self._fragment_runs = False
            case "delta":
                self._see(message.delta.new_element)

    def _see(self, element: Any) -> None:
        match element.WhichOneof("type"):
            case "chat_input":
                self._chat_input = element.chat_input.id
            case "bidi_component":
                component = element.bidi_component
                data = json.loads(component.json) if component.json else {}
                self._see_component(component.component_name.rpartition("dateline_")[2], data)

    def _see_component(self, name: str, data: dict[str, Any]) -> None:
        if name == "turn" and data["is_settled"]:
            self._settled[data["asked"]] = data
        elif name == "conversations":
            self.titles = [row["title"] for row in data["rows"]]
        elif name == "notice":
            self.notices.append(data["title"])
