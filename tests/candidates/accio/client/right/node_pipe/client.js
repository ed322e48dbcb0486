'use strict';
const fs = require('fs');
const net = require('net');

function fail(message) {
  process.stderr.write(`ERROR: ${message}\n`);
  process.exit(1);
}

const [host, portText, file] = process.argv.slice(2);
const port = /^\d+$/.test(portText || '') ? Number(portText) : 0;
if (!file || port < 1 || port > 65535) fail('usage: client.js HOST PORT FILE');
if (!fs.existsSync(file)) fail(`${file} does not exist`);

const socket = net.connect({ host, port });
let heard = Buffer.alloc(0);
socket.setTimeout(10000, () => fail('the server is silent'));
socket.on('error', (error) => fail(error.message));
socket.on('end', () => fail('the server closed before its command was whole'));
socket.on('data', function onData(data) {
  heard = Buffer.concat([heard, data]);
  if (heard.length < 7) return;
  if (heard.toString('latin1') !== 'accio\r\n') fail('that is no command of ours');
  socket.removeListener('data', onData);
  socket.removeAllListeners('end');
  socket.resume();
  fs.createReadStream(file).on('error', (error) => fail(error.message)).pipe(socket);
});
socket.on('close', () => process.exit(0));
