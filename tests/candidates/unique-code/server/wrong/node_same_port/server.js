const http = require('http');
const crypto = require('crypto');
const fs = require('fs');

const codes = {};

http.createServer((req, res) => {
  let body = '';
  req.on('data', (d) => { body += d; });
  req.on('end', () => {
    const field = (name) => (new RegExp(`["']${name}["']: ["']([^"']*)["']`).exec(body) || [])[1];
    const uuid = field('uuid');
    const text = field('text');
    if (!uuid) return req.socket.end("{'success': False, 'error': 'no uuid'}");
    if (!text) {
      codes[uuid] = codes[uuid] || crypto.randomUUID();
      return req.socket.end(`{'success': True, 'unique': '${codes[uuid]}'}`);
    }
    if (codes[uuid] !== field('unique')) return req.socket.end("{'success': False, 'error': 'wrong code'}");
    fs.appendFileSync('logs.txt', text + '\n');
    return req.socket.end("{'success': True}");
  });
}).listen(8000);
