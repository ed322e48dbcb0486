#!/usr/bin/env node
'use strict';
const fs = require('fs');
const net = require('net');

const port = Number(process.argv[2]);
if (process.argv.length !== 3 || !Number.isInteger(port) || port < 1 || port > 65535) {
  console.error('usage: server.js PORT');
  process.exit(2);
}

class Refused extends Error {
  constructor(kind, message) { super(`${kind} ${message}`); }
}

function checkName(name) {
  if (name.length < 1 || name.length > 255 || name.includes('/') || name.includes('\0')
      || ['.', '..'].includes(name.toString('latin1'))) throw new Refused('bad-name', 'bad name');
  return name;
}

async function put(conn, next, arg) {
  const space = arg.indexOf(' ');
  const size = arg.subarray(0, Math.max(space, 0)).toString();
  if (!/^\d+$/.test(size)) throw new Refused('bad-request', 'bad size');
  let left = BigInt(size);
  if (left > 2n ** 63n - 1n) throw new Refused('too-large', 'too large');
  const name = checkName(arg.subarray(space + 1));
  let fd;
  try {
    fd = fs.openSync(name, 'wx');
  } catch (e) {
    throw e.code === 'EEXIST' ? new Refused('exists', 'file exists') : new Refused('io', e.code);
  }
  try {
    while (left > 0n) {
      const chunk = await next(left);
      if (!chunk) throw new Error('connection closed early');
      fs.writeSync(fd, chunk);
      left -= BigInt(chunk.length);
    }
  } catch (e) {
    fs.unlinkSync(name);
    throw e;
  } finally {
    fs.closeSync(fd);
  }
  conn.write('OK 0\n');
}

async function get(conn, name) {
  let stat;
  try { stat = fs.statSync(checkName(name)); } catch (e) {
    throw e instanceof Refused ? e : new Refused('not-found', 'no such file');
  }
  if (!stat.isFile()) throw new Refused('not-found', 'not a file');
  conn.write(`OK ${stat.size}\n`);
  for await (const chunk of fs.createReadStream(name)) {
    if (conn.destroyed) throw new Error('connection lost');
    if (!conn.write(chunk)) {
      await new Promise((resolve, reject) => {
        conn.once('drain', resolve);
        conn.once('close', () => reject(new Error('connection lost')));
      });
    }
  }
}

function list(conn) {
  const names = fs.readdirSync('.', { encoding: 'buffer' }).sort(Buffer.compare);
  const body = Buffer.concat(names.flatMap((n) => [n, Buffer.from('\n')]));
  conn.write(`OK ${body.length}\n`);
  conn.write(body);
}

async function serve(conn) {
  const peer = `${conn.remoteAddress}:${conn.remotePort}`;
  let buffer = Buffer.alloc(0);
  let line = Buffer.from('?');
  let lost = null;
  conn.setTimeout(20000, () => conn.destroy(new Error('timeout')));
  conn.on('error', (e) => { lost = e; });
  const chunks = conn[Symbol.asyncIterator]();
  const more = async () => {
    let step;
    try { step = await chunks.next(); } catch (e) { throw new Error(lost ? lost.message : e.message); }
    return step.done ? null : step.value;
  };
  const next = async (limit) => {
    const chunk = buffer.length ? buffer : await more();
    if (!chunk) return null;
    const take = limit < BigInt(chunk.length) ? Number(limit) : chunk.length;
    buffer = chunk.subarray(take);
    return chunk.subarray(0, take);
  };
  let result = 'success';
  try {
    while (!buffer.includes('\n')) {
      if (buffer.length > 1000) throw new Refused('bad-request', 'line too long');
      const chunk = await more();
      if (!chunk) throw new Refused('bad-request', 'line not complete');
      buffer = Buffer.concat([buffer, chunk]);
    }
    line = buffer.subarray(0, buffer.indexOf('\n'));
    buffer = buffer.subarray(line.length + 1);
    if (line.equals(Buffer.from('LIST'))) list(conn);
    else if (line.subarray(0, 4).equals(Buffer.from('GET '))) await get(conn, line.subarray(4));
    else if (line.subarray(0, 4).equals(Buffer.from('PUT '))) await put(conn, next, line.subarray(4));
    else throw new Refused('bad-request', 'unknown request');
  } catch (e) {
    result = `failure ${e.message}`;
    if (!(e instanceof Refused)) throw e;
    if (e instanceof Refused && !conn.destroyed) {
      conn.end(`ERROR ${e.message}\n`);
      conn.setTimeout(3000);
      try { while (await more()); } catch { /* the client is gone */ }
    }
  }
  if (!conn.destroyed) conn.end();
  const head = Buffer.from(`${peer} ${new Date().toISOString()} `);
  process.stdout.write(Buffer.concat([head, line, Buffer.from(` ${result}\n`)]));
}

net.createServer({ allowHalfOpen: true }, serve).listen(port, '0.0.0.0', () => {
  console.log(`0.0.0.0 ${port} server up and running`);
});
