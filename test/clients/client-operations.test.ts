import { readFileSync } from 'node:fs';
import { OPERATIONS as TABLE } from '../../client/generated/operations.ts';
import type { Operation } from '../../client/method.ts';
import { SLICES } from '../../functions/operations.ts';
import type { RegisteredOperation } from '../../functions/shared/operation.ts';
import { resourcesOf } from '../../tools/contracts/resources.ts';

interface Documented {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string }[];
}

const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Documented>>>>;
};
const operations: readonly Operation[] = Object.values(TABLE).flatMap((resource) => Object.values<Operation>(resource));

test('the client has every operation of the document, and no other', () => {
  const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => `${operationId}: ${method.toUpperCase()} ${path}`),
  );
  const named = operations.map(({ id, method, path }) => `${id}: ${method} ${path}`);
  expect(named.length).toBeGreaterThan(40);
  expect(named.toSorted()).toEqual(documented.toSorted());
});

test('an operation takes a key, and is a list, where the document says so', () => {
  for (const { id, method, path, repeat, isPaged = false } of operations) {
    const parameters = document.paths[path]?.[method.toLowerCase()]?.parameters.map(({ name }) => name) ?? [];
    expect({ id, isKeyed: repeat === 'with-key', isPaged }).toEqual({
      id,
      isKeyed: parameters.includes('Idempotency-Key'),
      isPaged: parameters.includes('cursor'),
    });
  }
});

test('methods leave the noun of their resource out', () => {
  const names = Object.entries(TABLE).flatMap(([name, resource]) => Object.keys(resource).map((method) => `${name}.${method}`));
  expect(names).toEqual(expect.arrayContaining(['organizations.create', 'deliveries.list', 'webhooks.test', 'resellers.getLimits']));
});

const sample = (operationId: string) => ({ contract: { operationId } }) as RegisteredOperation;

test('a slice that the client has no name for is named, with the place to add it', () => {
  expect(() => resourcesOf({ ...SLICES, Invoices: {} })).toThrow(
    'the slice Invoices has no name in the client: add it to RESOURCES in tools/contracts/resources.ts.',
  );
});

test('two operations with one name in the client are named', () => {
  expect(() => resourcesOf({ Partners: { one: sample('movePartner'), two: sample('movePartners') } })).toThrow(
    'movePartner and movePartners are both partners.move in the client: give one another operationId.',
  );
});
