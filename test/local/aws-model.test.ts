import { readdirSync, readFileSync } from 'node:fs';
import { CONSTRAINTS } from '@tenantry/cdk-local/aws-model/model';
import { PACKAGE, USED } from '../../tools/aws-model/used.ts';

/** The operations of EventBridge, SES and Secrets Manager that functions call. */
const calledCommands = (): readonly string[] => {
  const root = new URL('../../functions/', import.meta.url);
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(new URL(path, root), 'utf8'));
  const calling = sources.filter((text) => /client-(?:eventbridge|sesv2|secrets-manager)'/.test(text));
  const names = calling.flatMap((text) => [...text.matchAll(/new ([A-Z]\w+)Command\(/g)].map(([, name = '']) => name));
  // The model of SQS constrains no text.
  return [...new Set(names)].filter((name) => name !== 'SendMessage');
};

test('the data are of the package and the operations that the script names', () => {
  expect(CONSTRAINTS.source).toEqual(PACKAGE);
  const named = Object.entries(USED).map(([service, { operations }]) => [service, new Set(operations)]);
  const held = Object.entries(CONSTRAINTS.services).map(([service, { operations }]) => [service, new Set(Object.keys(operations))]);
  expect(held).toEqual(named);
});

test('the data have every operation that a function calls', () => {
  const known = new Set(Object.values(CONSTRAINTS.services).flatMap(({ operations }) => Object.keys(operations)));
  expect(calledCommands().length).toBeGreaterThan(10);
  expect(calledCommands().filter((name) => !known.has(name))).toEqual([]);
});
