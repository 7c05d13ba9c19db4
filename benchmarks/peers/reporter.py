"""Reports impressions to an edge as readers' browsers do, each from an address of its own.

    python benchmarks/peers/reporter.py PORT HOST SECONDS TURN

Prints how many were answered and how long that took. One address may report so many a minute
(`shpalta.edge.beacon`): every connection comes from another one of this host's own (127/8), and
every turn (1 to 250) from others.
"""

import asyncio
import socket
import sys
import time

CONNECTIONS, AT_ONCE = 64, 8
"""Connections, and the reports that each sends before it reads the answers."""
MOST_OF_ONE = 2900
"""Reports from one address: below what the edge hears in a minute."""
CREATIVES = 12
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ANSWER = b"HTTP/1.1 204"


def report_of(host: str, creative: int) -> bytes:
    """Write the request of `navigator.sendBeacon`."""
    body = f"seen/{creative}"
    return (
        f"POST /-/count HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {AGENT}\r\n"
        f"Sec-Fetch-Site: same-origin\r\nContent-Type: text/plain;charset=UTF-8\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


async def report(port: int, host: str, address: str, until: float) -> int:
    """Report over one connection until a moment; give how many were answered."""
    sock = socket.socket()
    sock.setblocking(False)
    sock.bind((address, 0))
    await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=sock)
    sent = b"".join(report_of(host, number % CREATIVES + 1) for number in range(AT_ONCE))
    answered = 0
    while time.monotonic() < until and answered < MOST_OF_ONE - AT_ONCE:
        writer.write(sent)
        left = AT_ONCE
        while left:
            await reader.readuntil(b"\r\n\r\n")
            left -= 1
        answered += AT_ONCE
    writer.close()
    return answered


async def main() -> None:
    """Report over all connections at once."""
    port, host, seconds, turn = int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), sys.argv[4]
    addresses = [f"127.{turn}.{number}.1" for number in range(1, CONNECTIONS + 1)]
    started = time.monotonic()
    until = started + seconds
    counts = await asyncio.gather(*(report(port, host, one, until) for one in addresses))
    print(sum(counts), time.monotonic() - started)


if __name__ == "__main__":
    asyncio.run(main())
