'use strict';
// node client.js HOST PORT put NAME | get NAME | list
const fs = require('fs');
const net = require('net');

const [host, portText, what, name = ''] = process.argv.slice(2);
const port = Number(portText);
const count = what === 'list' ? 3 : 4;
if (!Number.isInteger(port) || port < 1 || port > 65535 || !['put', 'get', 'list'].includes(what) ||
    process.argv.length !== 2 + count) {
  console.error('usage: node client.js HOST PORT put NAME | get NAME | list');
  process.exit(1);
}

let target;
function done(error) {
  if (error && target !== undefined) fs.unlinkSync(name);
  const outcome = error ? `failure ${error.code || error.name}: ${error.message}` : 'success';
  console.log(`${host}:${port} ${new Date().toISOString()} ${what} ${name} ${outcome}`);
  process.exit(error ? 1 : 0);
}

let size;
let source;
try {
  if (what === 'put') {
    source = fs.openSync(name, 'r');
    size = fs.fstatSync(source).size;
  }
  if (what === 'get' && fs.existsSync(name)) throw new Error('the file exists here');
} catch (error) {
  done(error);
}

console.log(`connecting to ${host}:${port}`);
const socket = net.connect({ host, port, allowHalfOpen: true }, () => {
  console.log('connected');
  socket.write(JSON.stringify({ what, name, size }) + '\n');
  if (what === 'put' && size > 0) fs.createReadStream(null, { fd: source }).pipe(socket, { end: false });
});
socket.setTimeout(20000, () => done(new Error('timeout')));
socket.on('error', (error) => {
  if (error.code !== 'EPIPE') done(error);
});

let head = Buffer.alloc(0);
let left;
socket.on('data', (data) => {
  try {
    if (left === undefined) {
      head = Buffer.concat([head, data]);
      const end = head.indexOf(10);
      if (end < 0) return;
      data = head.subarray(end + 1);
      const reply = JSON.parse(head.subarray(0, end).toString());
      if (reply.error) return done(new Error(reply.error));
      if (what === 'list') reply.names.forEach((entry) => console.log(entry));
      if (what !== 'get') return done();
      target = fs.openSync(name, 'wx');
      left = reply.size;
    }
    fs.writeSync(target, data);
    left -= data.length;
    if (left === 0) done();
  } catch (error) {
    done(error);
  }
});
socket.on('end', () => done(new Error('the server closed too early')));
