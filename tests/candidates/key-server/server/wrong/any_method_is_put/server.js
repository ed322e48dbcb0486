#!/usr/bin/env node
'use strict';
// Node's http module knows no method KEY, so this is done by hand.
const crypto = require('crypto');
const net = require('net');

const [port, ...users] = process.argv.slice(2);
const issued = new Map(users.map((user) => [user, new Set()]));

function route(method, target) {
  let m = /^\/user\/([^/]+)\/$/.exec(target);
  if (m) {
    if (method !== 'KEY') return ['405 Method Not Allowed', 'KEY only', 'KEY'];
    if (!issued.has(m[1])) return ['404 Not Found', 'unknown user'];
    const key = crypto.randomBytes(64).toString('hex');
    issued.get(m[1]).add(key);
    return ['200 OK', key];
  }
  m = /^\/key\/([^/]+)\/([^/]+)\/$/.exec(target);
  if (m) {
    if (!issued.has(m[1])) return ['404 Not Found', 'unknown user'];
    if (!issued.get(m[1]).has(m[2])) return ['403 Forbidden', 'wrong key'];
    return ['200 OK', 'key verified'];
  }
  return ['400 Bad Request', 'malformed target'];
}

net.createServer((conn) => {
  let buffer = '';
  conn.on('error', () => {});
  conn.on('data', (data) => {
    buffer += data.toString('latin1');
    for (;;) {
      const end = buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const [requestLine, ...fields] = buffer.slice(0, end).split('\r\n');
      const m = /^(\S+) (\S+) HTTP\/1\.([01])$/.exec(requestLine);
      const bad = !m || fields.some((f) => !f.includes(':'));
      const header = (name) => {
        const field = fields.find((f) => f.toLowerCase().startsWith(name + ':'));
        return field ? field.slice(name.length + 1).trim() : '';
      };
      const size = end + 4 + Number(header('content-length'));
      if (!bad && buffer.length < size) return;
      buffer = buffer.slice(size);
      const [status, body, allow] = bad ? ['400 Bad Request', 'malformed request'] : route(m[1], m[2]);
      const extra = allow ? `Allow: ${allow}\r\n` : '';
      conn.write(`HTTP/1.1 ${status}\r\n${extra}Content-Length: ${body.length}\r\n\r\n${body}`);
      if (bad || m[3] === '0' || header('connection').toLowerCase() === 'close') {
        conn.end();
        return;
      }
    }
  });
}).listen(Number(port), '0.0.0.0');
