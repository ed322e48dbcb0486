#!/usr/bin/env node
const fs = require('fs');
const net = require('net');
const path = require('path');

const [port, ...files] = process.argv.slice(2);

function upload(host, managerPort, file, done) {
  const sock = net.connect(managerPort, host, () => {
    sock.write(path.basename(file) + '\n');
    fs.createReadStream(file).pipe(sock);
  });
  sock.resume();
  sock.on('error', (e) => console.error(e.message));
  sock.on('close', done);
}

net.createServer((conn) => {
  const host = conn.remoteAddress;
  let text = '';
  conn.on('data', (d) => { text += d; });
  conn.on('end', () => {
    const n = Number(text);
    if (!Number.isInteger(n) || n < 1 || n > 65535) {
      console.error('not a port: ' + text);
      return;
    }
    upload(host, n, files[0], () => upload(host, n, files[1], () => {}));
  });
}).listen(Number(port), '0.0.0.0');
