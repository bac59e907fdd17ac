#!/usr/bin/env bash
# @asyncapi/modelina 5.10.1: of a `const`, by which AsyncAPI documents tell kinds of events apart, the Python generator makes models that Python
# cannot read. With the pydantic preset a required text gets `default=''order.created''`, two pairs of single quotes; an optional one gets `default`
# twice, and an optional number the text 'undefined'. The TypeScript models of the same document compile, yet have other names than the JSON:
# `reservedName` for `name`, `detailMinusType` for `detail-type`, unless `rawPropertyNames` is set.
#
# Seen: `python: SyntaxError | python without const: reads | typescript: reservedName detailMinusType | raw: 'name' 'detail-type'`.
# Way out: `enum` of one value in place of `const`, and `rawPropertyNames: true`. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @asyncapi/modelina@5.10.1
cat >look.mjs <<'JS'
import { spawnSync } from 'node:child_process';
import { PYTHON_PYDANTIC_PRESET, PythonGenerator, TypeScriptGenerator } from '@asyncapi/modelina';
const documentOf = (event) => ({
  asyncapi: '3.0.0',
  info: { title: 'Orders', version: '1.0.0' },
  channels: { bus: { address: 'bus', messages: { created: { $ref: '#/components/messages/created' } } } },
  operations: { read: { action: 'receive', channel: { $ref: '#/channels/bus' } } },
  components: { messages: { created: { payload: {
    title: 'Created',
    type: 'object',
    required: ['event', 'name', 'detail-type'],
    additionalProperties: false,
    properties: { event, name: { type: 'string' }, 'detail-type': { type: 'string' } },
  } } } },
});
const write = async (generator, event) => (await generator.generate(documentOf(event))).map(({ result }) => result).join('\n');
const python = async (event) => {
  const models = await write(new PythonGenerator({ presets: [PYTHON_PYDANTIC_PRESET] }), event);
  const { status, stderr } = spawnSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], { input: models, encoding: 'utf8' });
  return status === 0 ? 'reads' : stderr.match(/^\w+Error/m)[0];
};
const names = async (options) => {
  const models = await write(new TypeScriptGenerator({ modelType: 'interface', ...options }), { const: 'order.created' });
  return models.match(/\S+(?=: string;)/g).join(' ');
};
const line = [
  `python: ${await python({ const: 'order.created' })}`,
  `python without const: ${await python({ enum: ['order.created'] })}`,
  `typescript: ${await names({})}`,
  `raw: ${await names({ rawPropertyNames: true })}`,
].join(' | ');
console.log(line);
const expected = [
  'python: SyntaxError',
  'python without const: reads',
  'typescript: reservedName detailMinusType',
  "raw: 'name' 'detail-type'",
].join(' | ');
process.exit(line === expected ? 0 : 1);
JS
node look.mjs
