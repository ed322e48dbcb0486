'use strict';
// node server.js PORT; a request is a line of JSON, then the data
const fs = require('fs');
const net = require('net');

const port = Number(process.argv[2]);
if (process.argv.length !== 3 || !Number.isInteger(port) || port < 1 || port > 65535) {
  console.log('usage: node server.js PORT');
  process.exit(1);
}

class Session {
  constructor(socket) {
    this.socket = socket;
    this.peer = `${socket.remoteAddress}:${socket.remotePort}`;
    this.head = Buffer.alloc(0);
    this.request = null;
    socket.setTimeout(20000, () => this.broken(new Error('timeout')));
    socket.on('data', (data) => this.onData(data));
    socket.on('end', () => this.broken(new Error('the connection ended too early')));
    socket.on('error', (error) => this.broken(error));
  }

  report(outcome) {
    if (this.reported) return;
    this.reported = true;
    const { what = '?', name = '' } = this.request || {};
    console.log(`${this.peer} ${new Date().toISOString()} ${what} ${name} ${outcome}`);
  }

  broken(error) {
    if (this.fd !== undefined) {
      fs.closeSync(this.fd);
      fs.unlinkSync(this.request.name);
      this.fd = undefined;
    }
    this.report(`failure ${error.code || 'error'}: ${error.message}`);
    this.socket.destroy();
  }

  reply(message, stream) {
    this.socket.write(JSON.stringify(message) + '\n');
    if (stream) stream.pipe(this.socket);
    else this.socket.end();
    this.report(message.error ? `failure ${message.error}` : 'success');
  }

  onData(data) {
    if (this.refused) return; // read on, so that the reply is not lost to a reset
    if (!this.request) {
      this.head = Buffer.concat([this.head, data]);
      const end = this.head.indexOf(10);
      if (end < 0) {
        if (this.head.length > 4000) this.broken(new Error('the request is too long'));
        return;
      }
      data = this.head.subarray(end + 1);
      try {
        this.request = JSON.parse(this.head.subarray(0, end).toString());
        this.start();
      } catch (error) {
        this.refused = true;
        this.reply({ error: error.message });
        return;
      }
    }
    if (this.fd === undefined) return;
    fs.writeSync(this.fd, data);
    this.left -= data.length;
    if (this.left > 0) return;
    fs.closeSync(this.fd);
    this.fd = undefined;
    this.reply({});
  }

  start() {
    const { what, name, size } = this.request;
    if (what === 'list') {
      this.reply({ names: fs.readdirSync('.') });
      return;
    }
    if (!name || name.includes('/') || name === '.' || name === '..') throw new Error('bad name');
    if (what === 'put') {
      this.fd = fs.openSync(name, 'wx');
      this.left = size;
    } else if (what === 'get') {
      const fd = fs.openSync(name, 'r');
      this.reply({ size: fs.fstatSync(fd).size }, fs.createReadStream(null, { fd }));
    } else {
      throw new Error('unknown request');
    }
  }
}

net.createServer({ allowHalfOpen: true }, (socket) => new Session(socket)).listen(port, '0.0.0.0', () => {
  console.log(`0.0.0.0 ${port} server up and running`);
});
