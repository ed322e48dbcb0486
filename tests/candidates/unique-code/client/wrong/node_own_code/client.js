#!/usr/bin/env node
'use strict';
const crypto = require('crypto');
const net = require('net');

const [codesPort = 8000, messagesPort = 8001] = process.argv.slice(2).map(Number);

// A flat dictionary, as Python prints it.
function parseLiteral(text) {
  const token = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([{}:,])|([A-Za-z0-9.+-]+))/gsy;
  const escapes = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\n': '' };
  const unescape = (s) => s.replace(/\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|.)/gis, (all, e) =>
    (e.length > 1 ? String.fromCodePoint(parseInt(e.slice(1), 16)) : escapes[e] ?? e));
  const next = () => {
    const m = token.exec(text);
    if (!m) throw new Error('not a literal');
    if (m[3]) return { mark: m[3] };
    if (m[4]) return { value: { True: true, False: false, None: null }[m[4]] ?? Number(m[4]) };
    return { value: unescape(m[1] ?? m[2]) };
  };
  const result = {};
  if (next().mark !== '{') throw new Error('not a dictionary');
  for (let key = next(); key.mark !== '}'; key = next()) {
    if (next().mark !== ':') throw new Error('no colon');
    result[key.value] = next().value;
    const after = next().mark;
    if (after === '}') break;
    if (after !== ',') throw new Error('no comma');
  }
  return result;
}

function literal(object) {
  const quote = (s) => `'${s.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'`;
  return `{${Object.entries(object).map(([k, v]) => `${quote(k)}: ${quote(v)}`).join(', ')}}`;
}

function post(port, object) {
  return new Promise((resolve, reject) => {
    const body = Buffer.from(literal(object));
    const conn = net.connect(port, '127.0.0.1');
    const chunks = [];
    conn.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n`);
    conn.write(body);
    conn.on('data', (chunk) => chunks.push(chunk));
    conn.on('error', reject);
    conn.on('end', () => {
      conn.destroy();
      try { resolve(parseLiteral(Buffer.concat(chunks).toString())); } catch (error) { reject(error); }
    });
  });
}

async function main() {
  for (let i = 0; i < 50; i += 1) {
    const uuid = crypto.randomUUID();
    let reply = await post(codesPort, { uuid });
    if (reply.success) {
      reply = await post(messagesPort, { uuid, unique: crypto.randomUUID(), text: `Text ${i} from Node` });
    }
    if (!reply.success) console.log(reply.error);
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
