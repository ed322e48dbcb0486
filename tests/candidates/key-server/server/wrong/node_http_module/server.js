const crypto = require('crypto');
const http = require('http');

const [port, ...users] = process.argv.slice(2);
const keys = {};
for (const user of users) keys[user] = [];

const server = http.createServer((req, res) => {
  const parts = req.url.split('/');
  const send = (status, text, headers) => {
    res.writeHead(status, headers);
    res.end(text);
  };
  if (parts.length === 4 && parts[1] === 'user' && parts[3] === '') {
    if (req.method !== 'KEY') return send(405, 'use KEY', { Allow: 'KEY' });
    if (!keys[parts[2]]) return send(404, 'no such user');
    const key = crypto.randomBytes(64).toString('hex');
    keys[parts[2]].push(key);
    return send(200, key);
  }
  if (parts.length === 5 && parts[1] === 'key' && parts[4] === '') {
    if (req.method !== 'PUT') return send(405, 'use PUT', { Allow: 'PUT' });
    if (!keys[parts[2]] || !keys[parts[2]].includes(parts[3])) return send(403, 'wrong key');
    return send(200, 'right key');
  }
  return send(400, 'malformed target');
});
server.listen(Number(port));
