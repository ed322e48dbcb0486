#!/usr/bin/env node
'use strict';
const fs = require('fs');
const net = require('net');

const [host, port, srvPort] = process.argv.slice(2);
let saved = 0;

const server = net.createServer((conn) => {
  let message = '';
  conn.on('data', (chunk) => { message += chunk; });
  conn.on('end', () => {
    const newline = message.indexOf('\n');
    const name = message.slice(0, newline);
    fs.writeFileSync(name, message.slice(newline + 1));
    saved += 1;
    if (saved === 2) server.close();
  });
});

server.listen(Number(srvPort), '0.0.0.0', () => {
  const trigger = net.connect(Number(port), host, () => trigger.end(srvPort));
  trigger.resume();
});
