"""python3-aiohttp against the live endpoint: python3 aiohttp_client.py URL (http scheme)."""
import asyncio
import sys

import aiohttp

SIZES = (0, 125, 126, 65536)


async def round(url, compress):
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url, compress=compress) as socket:
            for size in SIZES:
                await socket.send_str("a" * size)
                assert await socket.receive_str() == "a" * size, size
                await socket.send_bytes(b"\x01" * size)
                assert await socket.receive_bytes() == b"\x01" * size, size
            await socket.close(code=1000)
            assert socket.close_code == 1000, socket.close_code


for compress in (0, 15):
    asyncio.run(round(sys.argv[1], compress))
    print(f"aiohttp {aiohttp.__version__} compress {compress}: echoed, closed with 1000")
