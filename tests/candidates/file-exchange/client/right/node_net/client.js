#!/usr/bin/env node
'use strict';
const fs = require('fs');
const net = require('net');

const [host, port, request, name] = process.argv.slice(2);
const words = { put: 6, get: 6, list: 5 };
if (process.argv.length !== words[request] || !/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
  console.error('usage: client.js HOST PORT put NAME | get NAME | list');
  process.exit(2);
}

function connect() {
  console.log(`Connecting to ${host}:${port}`);
  return new Promise((resolve, reject) => {
    const conn = net.connect({ host, port: Number(port), family: 4 });
    conn.setTimeout(20000, () => conn.destroy(new Error('timeout')));
    conn.on('error', reject);
    conn.on('connect', () => {
      console.log('Connected');
      resolve(conn);
    });
  });
}

// Reads a reply; each piece of its body goes to sink.
async function reply(conn, start, sink) {
  let head = Buffer.alloc(0);
  let left = null;
  for await (const chunk of conn) {
    let data = chunk;
    if (left === null) {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\n');
      if (end < 0) continue;
      const line = head.subarray(0, end).toString();
      if (!/^OK \d+$/.test(line)) throw new Error(line);
      left = Number(line.slice(3));
      start();
      data = head.subarray(end + 1);
    }
    data = data.subarray(0, left);
    sink(data);
    left -= data.length;
    if (left === 0) break;
  }
  if (left !== 0) throw new Error('the connection closed too early');
}

async function send(conn, fd) {
  const buffer = Buffer.alloc(1 << 16);
  for (let n = fs.readSync(fd, buffer); n > 0 && !conn.destroyed; n = fs.readSync(fd, buffer)) {
    const chunk = Buffer.from(buffer.subarray(0, n));
    await new Promise((resolve) => { conn.write(chunk, resolve); });
  }
}

async function put() {
  const fd = fs.openSync(name, 'r');
  const conn = await connect();
  conn.write(`PUT ${fs.fstatSync(fd).size} ${name}\n`);
  const answer = reply(conn, () => {}, () => {});
  send(conn, fd).catch(() => {});
  await answer;
  conn.destroy();
}

async function get() {
  if (fs.existsSync(name)) throw new Error(`EEXIST: ${name} exists here`);
  const conn = await connect();
  conn.write(`GET ${name}\n`);
  let fd = null;
  try {
    await reply(conn, () => { fd = fs.openSync(name, 'wx'); }, (data) => fs.writeSync(fd, data));
    fs.closeSync(fd);
  } catch (error) {
    if (fd !== null) fs.unlinkSync(name);
    throw error;
  }
  conn.destroy();
}

async function list() {
  const conn = await connect();
  conn.write('LIST\n');
  const pieces = [];
  await reply(conn, () => {}, (data) => pieces.push(data));
  process.stdout.write(Buffer.concat(pieces));
  conn.destroy();
}

function report(result) {
  console.log(`${host}:${port} ${new Date().toISOString()} ${request} ${name ?? ''} ${result}`);
}

({ put, get, list })[request]().then(() => {
  report('success');
  process.exit(0);
}, (error) => {
  report(`failure ${error.message}`);
  process.exit(1);
});
