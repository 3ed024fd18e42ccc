"""python3-websockets against the live endpoint: python3 websockets_client.py URL."""
import asyncio
import sys

import websockets
import websockets.version

version = websockets.version.version
SIZES = (0, 125, 126, 65536)


async def round(url, compression):
    async with websockets.connect(url, compression=compression, subprotocols=["chat"]) as socket:
        assert socket.subprotocol == "chat", socket.subprotocol
        for size in SIZES:
            for message in ("a" * size, b"\x00" * size):
                await socket.send(message)
                assert await socket.recv() == message, size
        await (await socket.ping())
        await socket.close(1000, "done")
        assert socket.close_code == 1000, socket.close_code


for compression in (None, "deflate"):
    asyncio.run(round(sys.argv[1], compression))
    print(f"websockets {version} compression {compression}: echoed, closed with 1000")
