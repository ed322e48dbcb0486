import asyncio
import socket

host = '127.0.0.1'
port = 5000
srv_port = 1337


def contact_clients():
    with socket.create_connection((host, port)) as sock:
        sock.sendall(f'{srv_port}'.encode())


async def main():
    saved = asyncio.Semaphore(0)

    async def on_upload(reader, writer):
        try:
            name, contents = (await reader.read(-1)).split(b'\n', 1)
            with open(name.decode(), 'wb') as file:
                file.write(contents)
        finally:
            writer.close()
            saved.release()

    server = await asyncio.start_server(on_upload, '0.0.0.0', srv_port)
    await asyncio.get_running_loop().run_in_executor(None, contact_clients)
    await saved.acquire()
    await saved.acquire()
    server.close()
    await server.wait_closed()


def serve_clients():
    asyncio.run(main())
