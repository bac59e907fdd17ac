import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EVENT_NAMES } from '../../functions/events/event-names.ts';
import { OPERATIONS } from '../../functions/operations.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import { gatewayPath } from '../../functions/shared/http/verbs.ts';
import type { RegisteredOperation } from '../../functions/shared/operation.ts';

const FUNCTIONS = fileURLToPath(new URL('../../functions/', import.meta.url));

/**
 * Finds what types cannot: contracts that no registry has, routes that are taken, handlers that are
 * missing, and events that no slice declares.
 */
export const registryProblems = async (operations: readonly RegisteredOperation[] = OPERATIONS): Promise<readonly string[]> => [
  ...(await unregistered(operations)),
  ...routeProblems(operations),
  ...operations.flatMap((operation) => [...handlerProblems(operation), ...eventProblems(operation)]),
];

const unregistered = async (operations: readonly RegisteredOperation[]): Promise<readonly string[]> => {
  const registered = new Set<unknown>(operations.map(({ contract }) => contract));
  const files = globSync('**/contract{,-*}.ts', { cwd: FUNCTIONS, exclude: ['shared/**'] }).toSorted();
  const modules = await Promise.all(
    files.map(async (file) => [file, (await import(join(FUNCTIONS, file))) as Readonly<Record<string, unknown>>] as const),
  );
  return modules.flatMap(([file, exported]) =>
    Object.values(exported)
      .filter((value) => isContract(value) && !registered.has(value))
      .map(
        (contract) =>
          `functions/${file} exports ${(contract as Contract).operationId}, which no registry has: ` +
          `add an entry with its handler, callers and rights to functions/${dirname(file)}/operations.ts.`,
      ),
  );
};

const isContract = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'operationId' in value && 'response' in value;

/** The gateway sees no verb behind an id: `{id}:restore` is `{id}` to it. */
const routeProblems = (operations: readonly RegisteredOperation[]): readonly string[] => {
  const byRoute = Map.groupBy(operations, ({ contract: { method, path } }) => `${method} ${gatewayPath(path).replace(/\{\w+\}/g, '{}')}`);
  return [...byRoute.values()]
    .filter(({ length }) => length > 1)
    .map((alike) => {
      const [first] = alike.map(({ contract: { method, path } }) => `${method} ${gatewayPath(path)}`);
      return `${alike.map(({ contract }) => contract.operationId).join(' and ')} have the same route, ${first}: give one another path.`;
    });
};

const handlerProblems = ({ contract: { operationId }, handler }: RegisteredOperation): readonly string[] => {
  const file = join(FUNCTIONS, `${handler}.ts`);
  const needs = {
    [`import validate from '…/generated/${operationId}.js'`]: new RegExp(`import validate from '[./]+/generated/${operationId}\\.js'`),
    [`import { ${operationId} as contract } from "./contract….ts"`]: new RegExp(`import \\{[^}]*\\b${operationId} as contract\\b`),
    'export const handler = endpoint(contract, …)':
      /^export const handler = (?:endpoint(?:<[^>]*>)?\(\s*contract,|(?:document|public)Handler\(contract,|withDeadline\(routed\(contract,|middy\()/m,
  };
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const missing = Object.entries(needs).flatMap(([need, pattern]) => (pattern.test(text) ? [] : [`\`${need}\``]));
  if (missing.length === 0) return [];
  const state = text === '' ? 'does not exist' : `is no handler of ${operationId}`;
  return [`functions/${handler}.ts ${state}: write it, with ${missing.join(', ')}.`];
};

const eventProblems = ({ contract: { operationId, events = [] }, handler }: RegisteredOperation): readonly string[] =>
  events
    .filter((event) => !(EVENT_NAMES as readonly string[]).includes(event))
    .map((event) => `${operationId} publishes ${event}, which no slice declares: add it to functions/${dirname(handler)}/events.ts.`);
