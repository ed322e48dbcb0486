#!/usr/bin/env node
'use strict';
const http = require('http');

const [host, port, userId] = process.argv.slice(2);

function ask(method, path) {
  return new Promise((resolve, reject) => {
    const req = http.request({ host, port, method, path, agent: false }, (res) => {
      const chunks = [];
      res.on('data', (chunk) => chunks.push(chunk));
      res.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (res.statusCode === 200) resolve(text);
        else reject(new Error(text));
      });
    });
    req.on('error', reject);
    req.end();
  });
}

async function main() {
  const key = await ask('KEY', `/user/${userId}/`);
  console.log(key);
  console.log(await ask('PUT', `/key/${userId}/${key}/`));
}

main().then(() => process.exit(0), (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
