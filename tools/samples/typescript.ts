import { isPaged } from '../contracts/resources.ts';
import { type PathId, pathIds } from './path-ids.ts';
import type { SampledOperation } from './sampled-operations.ts';

/** Writes a program that calls an operation by the client of TypeScript. */
export const typescriptSample = (operation: SampledOperation): string => {
  const ids = pathIds(operation.contract);
  const variables = ['TENANTRY_URL', 'TENANTRY_TOKEN', ...ids.map(({ variable }) => variable)];
  return [
    "import { createTenantryClient } from 'tenantry/client';",
    '',
    `const { ${variables.map((variable) => `${variable} = ''`).join(', ')} } = process.env;`,
    'const client = createTenantryClient({ url: TENANTRY_URL, auth: { token: TENANTRY_TOKEN } });',
    '',
    ...callOf(operation, `client.${operation.method}(${argumentsOf(ids, operation.body)})`),
  ].join('\n');
};

const callOf = ({ contract }: SampledOperation, call: string): readonly string[] => {
  if (isPaged(contract)) return [`for await (const item of ${call}) {`, '  console.log(item);', '}'];
  const { schema, mediaType } = contract.response;
  return schema || mediaType ? [`const answer = await ${call};`, 'console.log(answer);'] : [`await ${call};`];
};

/** Path, query and body are one object; a name of the path is not sent in the body. */
const argumentsOf = (ids: readonly PathId[], body: unknown): string => {
  const names = new Set(ids.map(({ name }) => name));
  const members = Object.entries((body ?? {}) as object).filter(([name]) => !names.has(name));
  const inPath = ids.map(({ name, variable, isNumber }) => `${name}: ${isNumber ? `Number(${variable})` : variable}`);
  if (members.length === 0) return inPath.length === 0 ? '' : `{ ${inPath.join(', ')} }`;
  const lines = [...inPath, ...members.map(([name, value]) => `${keyOf(name)}: ${literal(value, '  ')}`)];
  return `{\n${lines.map((line) => `  ${line},\n`).join('')}}`;
};

const literal = (value: unknown, indent: string): string => {
  const inner = `${indent}  `;
  if (typeof value === 'string') return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[\n${value.map((item) => `${inner}${literal(item, inner)},\n`).join('')}${indent}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).map(([name, member]) => `${inner}${keyOf(name)}: ${literal(member, inner)},\n`);
  return `{\n${members.join('')}${indent}}`;
};

const keyOf = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));
