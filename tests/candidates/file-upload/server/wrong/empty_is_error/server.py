import asyncio
import pathlib
import signal
import sys

count = 0


async def upload(reader, writer, path):
    try:
        with path.open('wb') as file:
            while data := await asyncio.wait_for(reader.read(65536), 10):
                file.write(data)
            if file.tell() == 0:
                file.write(b'ERROR')
    except asyncio.TimeoutError:
        path.write_bytes(b'ERROR')
        writer.transport.abort()
    except ConnectionError as error:
        print('lost', path.name, error)
    finally:
        writer.close()


async def main(port, directory):
    async def connected(reader, writer):
        global count
        count += 1
        await upload(reader, writer, directory / f'{count}.file')

    server = await asyncio.start_server(connected, '0.0.0.0', port, backlog=128)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()
    server.close()


def port_number(text):
    port = int(text)
    if not 1023 < port <= 65535:
        raise ValueError(f'port {port} is out of range')
    return port


try:
    port = port_number(sys.argv[1])
    directory = pathlib.Path(sys.argv[2])
    directory.mkdir(parents=True, exist_ok=True)
except (ValueError, IndexError, OSError) as error:
    print('ERROR:', error, file=sys.stderr)
    sys.exit(2)
asyncio.run(main(port, directory))
