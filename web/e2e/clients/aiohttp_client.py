"""python3-aiohttp against the live endpoint: python3 aiohttp_client.py URL."""
import asyncio
import os
import sys

import aiohttp

SIZES = (0, 125, 126, 65536)


async def session(url, compress):
    async with aiohttp.ClientSession() as client, client.ws_connect(url, compress=compress) as socket:
        assert bool(socket.compress) == bool(compress), socket.compress
        for size in SIZES:
            text, binary = ("a plain text, " * size)[:size], os.urandom(size)
            await socket.send_str(text)
            assert await socket.receive_str() == text, f"{size} bytes came back as others"
            await socket.send_bytes(binary)
            assert await socket.receive_bytes() == binary, f"{size} bytes came back as others"
        await socket.close(code=1000, message=b"done")
        assert socket.close_code == 1000, socket.close_code


for compress in (0, 15):
    asyncio.run(session(sys.argv[1], compress))
    print(
        f"aiohttp {aiohttp.__version__}, compress {compress}:",
        f"{SIZES} bytes, text and binary, echoed; closed with 1000",
    )
