"""python3-websockets against the live endpoint: python3 websockets_client.py URL."""
import asyncio
import os
import sys

import websockets
import websockets.version

SIZES = (0, 125, 126, 65536)


async def session(url, compression):
    async with websockets.connect(url, compression=compression, subprotocols=["chat"]) as socket:
        assert socket.subprotocol == "chat", socket.subprotocol
        extensions = getattr(socket, "protocol", socket).extensions  # moved in release 14
        assert len(extensions) == (1 if compression else 0), extensions
        for size in SIZES:
            for message in (("a plain text, " * size)[:size], os.urandom(size)):
                await socket.send(message)
                assert await socket.recv() == message, f"{size} bytes came back as others"
        await (await socket.ping())
        await socket.close(1000, "done")
        assert socket.close_code == 1000, socket.close_code


for compression in (None, "deflate"):
    asyncio.run(session(sys.argv[1], compression))
    print(
        f"websockets {websockets.version.version}, compression {compression}:",
        f"{SIZES} bytes, text and binary, echoed; closed with 1000",
    )
