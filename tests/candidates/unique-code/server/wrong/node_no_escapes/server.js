#!/usr/bin/env node
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const http = require('http');

const [codesPort = 8000, messagesPort = 8001] = process.argv.slice(2).map(Number);
const codes = new Map();

// A flat dictionary, as Python prints it.
function parseLiteral(text) {
  const token = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([{}:,])|([A-Za-z0-9.+-]+))/gsy;
  const next = () => {
    const m = token.exec(text);
    if (!m) throw new Error('not a literal');
    if (m[3]) return { mark: m[3] };
    if (m[4]) return { value: { True: true, False: false, None: null }[m[4]] ?? Number(m[4]) };
    return { value: m[1] ?? m[2] };
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

function quote(s) {
  return `'${s.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n')}'`;
}

function giveCode({ uuid }) {
  if (typeof uuid !== 'string' || uuid === '') throw new Error('uuid missing');
  if (!codes.has(uuid)) codes.set(uuid, crypto.randomUUID());
  return `{'success': True, 'unique': ${quote(codes.get(uuid))}}`;
}

function takeMessage({ uuid, unique, text }) {
  if (typeof text !== 'string') throw new Error('text missing');
  if (!codes.has(uuid)) throw new Error('uuid unknown');
  if (codes.get(uuid) !== unique) throw new Error('wrong code');
  fs.appendFileSync('logs.txt', text + '\n');
  return "{'success': True}";
}

function listen(port, action) {
  http.createServer((req, res) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => {
      let reply;
      try {
        reply = action(parseLiteral(Buffer.concat(chunks).toString()));
      } catch (error) {
        reply = `{'success': False, 'error': ${quote(error.message)}}`;
      }
      // a bare reply, without a status line
      req.socket.end(reply);
    });
  }).listen(port, '0.0.0.0');
}

listen(codesPort, giveCode);
listen(messagesPort, takeMessage);
