// node server.js INDEX PORT: answers with the values in the files that INDEX lists, one a line: address, content coding, entity tag, file.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const fastify = require('fastify')();

const [index, port] = process.argv.slice(2);
const values = new Map(fs.readFileSync(index, 'utf8').split('\n').map((line) => line.split('\t'))
  .filter(([, coding]) => coding === '')
  .map(([address, , , file]) => [address, JSON.parse(fs.readFileSync(path.join(path.dirname(index), file), 'utf8'))]));

// A schema that holds for all of the values, as someone would write it by hand: without alternatives, so that the compiled serialiser is the fast one.
function schemaOf(samples) {
  const present = samples.filter((value) => value !== null && value !== undefined);
  const nullable = samples.includes(null);
  const sample = present[0];
  if (Array.isArray(sample)) {
    return { type: 'array', nullable, items: schemaOf(present.flat()) };
  }
  if (typeof sample === 'object') {
    const members = Object.keys(sample).map((name) => [name, schemaOf(present.map((value) => value[name]))]);
    return { type: 'object', nullable, properties: Object.fromEntries(members) };
  }
  const type = typeof sample === 'number' ? 'integer' : typeof sample === 'boolean' ? 'boolean' : 'string';
  return { type, nullable: nullable || present.length === 0 };
}

function route(url, prefix) {
  const samples = [...values].filter(([address]) => address.startsWith(prefix)).map(([, value]) => value);
  const schema = samples.length > 0 ? { response: { 200: schemaOf(samples) } } : {};
  fastify.get(url, { schema }, (request, reply) => {
    const value = values.get(request.url);
    return value === undefined ? reply.code(404).send() : reply.send(value);
  });
}

async function start() {
  await fastify.register(require('@fastify/compress'));
  route('/codes/:code', '/codes/');
  route('/compare', '/compare?');
  await fastify.listen({ host: '127.0.0.1', port: Number(port) });
}

start();
