import { isPaged } from '../contracts/resources.ts';
import { pathIds, snakeCase } from './path-ids.ts';
import type { SampledOperation } from './sampled-operations.ts';

/** Writes a program that calls an operation by the client of Python. */
export const pythonSample = ({ contract, body }: SampledOperation): string => {
  const operation = snakeCase(contract.operationId);
  const model = (contract.documentedBody ?? contract.body)?.title;
  const ids = pathIds(contract).map(({ variable, isNumber }) => {
    const value = `os.environ["${variable}"]`;
    return isNumber ? `int(${value})` : value;
  });
  const call = [operation, ...ids, ...(body === undefined ? [] : ['body=body'])].join(', ');
  return [
    'import os',
    '',
    'from tenantry import Tenantry',
    `from tenantry.generated.api.${snakeCase(contract.tag)} import ${operation}`,
    ...(body === undefined ? [] : [`from tenantry.generated.models import ${model}`]),
    '',
    ...(body === undefined ? [] : [`body = ${model}.from_dict(${literal(body, '')})`]),
    'with Tenantry(os.environ["TENANTRY_URL"], os.environ["TENANTRY_TOKEN"]) as client:',
    ...callOf(contract, call).map((line) => `    ${line}`),
  ].join('\n');
};

const callOf = (contract: SampledOperation['contract'], call: string): readonly string[] => {
  if (isPaged(contract)) return [`for item in client.items(${call}):`, '    print(item)'];
  const { schema, mediaType } = contract.response;
  return [schema || mediaType ? `print(client.call(${call}))` : `client.call(${call})`];
};

const literal = (value: unknown, indent: string): string => {
  const inner = `${indent}    `;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[\n${value.map((item) => `${inner}${literal(item, inner)},\n`).join('')}${indent}]`;
  const members = Object.entries(value).map(([name, member]) => `${inner}${JSON.stringify(name)}: ${literal(member, inner)},\n`);
  return `{\n${members.join('')}${indent}}`;
};
