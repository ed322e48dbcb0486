'use strict';
const fs = require('fs');
const net = require('net');
const path = require('path');

const [portText, directory] = process.argv.slice(2);
const port = Number(portText);
if (!Number.isInteger(port) || port < 1024 || port > 65535 || !directory) {
  console.error('ERROR: usage: server.js PORT DIRECTORY');
  process.exit(1);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGQUIT']) process.on(signal, () => process.exit(0));
fs.mkdirSync(directory, { recursive: true });

let count = 0;
net.createServer((conn) => {
  count += 1;
  const fd = fs.openSync(path.join(directory, `${count}.file`), 'w');
  conn.write('accio\r\n');
  conn.setTimeout(10000, () => {
    fs.ftruncateSync(fd);
    fs.writeSync(fd, 'ERROR', 0);
    conn.destroy();
  });
  conn.on('data', (data) => fs.writeSync(fd, data));
  conn.on('error', () => {});
  conn.on('close', () => fs.closeSync(fd));
}).listen({ port, host: '0.0.0.0', backlog: 128 });
