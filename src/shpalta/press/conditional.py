"""Conditional requests: who has a page as it is gets 304, and surrogates are told anew how long."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware

FOR_SURROGATES = ("Surrogate-Control", "Surrogate-Key", "Shpalta-Count")
"""What an answer says to surrogates; it may be other than before though the page is the same."""


class ConditionalMiddleware(ConditionalGetMiddleware):
    """Answers 304 as Django does, with what surrogates must know (RFC 9111, section 3.2).

    A page is the same before and after a campaign is booked for tomorrow; until when it is right is
    not. A surrogate that kept the old word would keep the page too long.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Answer 304 where the request's conditions ask for it."""
        answer = super().process_response(request, response)
        for name in FOR_SURROGATES:
            if answer is not response and name in response.headers:
                answer.headers[name] = response.headers[name]
        return answer
