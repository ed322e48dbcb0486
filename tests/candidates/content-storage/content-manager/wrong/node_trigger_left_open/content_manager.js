#!/usr/bin/env node
'use strict';
const fs = require('fs');
const net = require('net');

const [host, port, srvPort] = process.argv.slice(2);
let saved = 0;

const server = net.createServer((conn) => {
  const chunks = [];
  conn.on('data', (chunk) => chunks.push(chunk));
  conn.on('end', () => {
    const message = Buffer.concat(chunks);
    const newline = message.indexOf(0x0a);
    const name = message.subarray(0, newline).toString();
    fs.writeFileSync(name, message.subarray(newline + 1));
    saved += 1;
    if (saved === 2) server.close();
  });
});

server.listen(Number(srvPort), '0.0.0.0', () => {
  const trigger = net.connect(Number(port), host, () => trigger.write(srvPort));
  trigger.resume();
});
