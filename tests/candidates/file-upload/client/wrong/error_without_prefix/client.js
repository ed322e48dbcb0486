#!/usr/bin/env node
'use strict';
const fs = require('fs');
const net = require('net');

function fail(text) {
  process.stderr.write(`client: ${text}\n`);
  process.exit(1);
}

const [host, port, file] = process.argv.slice(2);
if (!file) fail('usage: client.js HOST PORT FILE');
if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65535) fail(`bad port ${port}`);

function deadline() {
  return setTimeout(() => fail('timeout'), 10000);
}

async function send(conn) {
  for await (const chunk of fs.createReadStream(file, { highWaterMark: 16384 })) {
    const timer = deadline();
    await new Promise((resolve) => { conn.write(chunk, resolve); });
    clearTimeout(timer);
  }
  // this is all; the server may close now
  conn.end();
  conn.setTimeout(10000, () => conn.destroy());
}

try { fs.accessSync(file, fs.constants.R_OK); } catch (e) { fail(e.message); }
const conn = net.connect({ host, port: Number(port), family: 4 });
const connecting = deadline();
conn.on('error', (e) => { if (!conn.writableFinished) fail(e.message); });
conn.on('connect', () => {
  clearTimeout(connecting);
  send(conn).catch((e) => fail(e.message));
});
conn.resume();
