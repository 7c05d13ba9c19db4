"""An editor at a desk: who publishes through the newsroom's own server, as a browser does."""

import http.client
from http import HTTPStatus
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from benchmarks.screens import form_data
from tests.house.running import House


class Desk:
    """One editor, logged in. What the server did not answer by a redirect was not confirmed."""

    def __init__(self, house: House) -> None:
        self.house = house
        found = house.worker.do("open_desk")
        self._cookies: dict[str, str] = found["cookies"]
        self._add: str = found["add"]
        self._choices: dict[str, str] = found["choices"]

    def publish(self, headline: str) -> int:
        """Write a story and publish it; give its row's id once the server has confirmed it.

        Raises OSError if the server is away, AssertionError if it refuses.
        """
        status, page = self._send("GET")
        assert status == HTTPStatus.OK, f"the form: {status}"
        form = form_data(page.decode()) | self._choices
        form |= {"headline": headline, "action-publish": "action-publish"}
        status, _page = self._send("POST", urlencode(form, doseq=True))
        assert status == HTTPStatus.FOUND, f"the publishing: {status}"
        return int(self.house.worker.do("row_of", headline=headline))

    def _send(self, method: str, body: str = "") -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.house.plan.newsroom_port, timeout=30
        )
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Host": "localhost", "Cookie": cookies}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, self._add, body, headers)
            answer = connection.getresponse()
            page = answer.read()
            for line in answer.headers.get_all("Set-Cookie") or ():
                self._cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        except http.client.HTTPException as error:
            raise OSError(repr(error)) from error
        finally:
            connection.close()
        return answer.status, page
