import { EVENT_NAMES } from '../../functions/events/event-names.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { PROBLEMS } from '../../functions/shared/contract/problems.ts';
import { inputSchema } from '../../functions/shared/http/input-schema.ts';
import { nearestWord } from '../../lib/configuration/nearest-word.ts';
import { findSchemaFaults } from './schema-faults.ts';

/** Contracts that nothing can be generated from; the message has one sentence a fault. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

/** Events by their names, each with the schema of its `data`. */
export type Events = Readonly<Record<string, { readonly data: object }>>;

/**
 * Refuses contracts and events of which a part is wrong.
 * @throws {ContractError} naming contract, part, JSON pointer and word
 */
export const requireSoundContracts = (contracts: readonly Contract[], events: Events): void => {
  const names = contracts.map(({ operationId }) => operationId);
  const twice = names.filter((name, index) => names.indexOf(name) < index).map((name) => `${name}, operationId: two contracts have it.`);
  const faults = [...twice, ...contracts.flatMap(findContractFaults), ...Object.keys(events).flatMap((name) => checkEvent(name, events))];
  if (faults.length > 0) throw new ContractError(faults.join('\n'));
};

/** Lists what is wrong with a contract, one sentence a fault. */
export const findContractFaults = (contract: Contract): readonly string[] => {
  const { operationId, access, creates, refusals, events = [] } = contract;
  const permissions = [...(access === 'public' ? [] : [access.permission]), ...(creates ? [creates.permission] : [])];
  const say = (part: string, pointer: string, text: string) => toSentence(operationId, part, pointer, text);
  return [
    ...schemasOf(contract).flatMap(({ part, schema, root }) =>
      findSchemaFaults(schema, root).map(({ pointer, text }) => say(part, pointer, text)),
    ),
    ...checkPath(contract).map((text) => say('path', '', text)),
    ...findUnknownNames(permissions, PERMISSIONS, 'a permission').map(({ text }) => say('access', '', text)),
    ...findUnknownNames(refusals, Object.keys(PROBLEMS), 'a problem code').map(({ index, text }) => say('refusals', `/${index}`, text)),
    ...findUnknownNames(events, EVENT_NAMES, 'an event').map(({ index, text }) => say('events', `/${index}`, text)),
  ];
};

const checkEvent = (name: string, events: Events): readonly string[] =>
  findSchemaFaults(events[name]?.data).map(({ pointer, text }) => toSentence(`event ${name}`, 'data', pointer, text));

const toSentence = (name: string, part: string, pointer: string, text: string): string =>
  `${name}, ${part}${pointer === '' ? '' : ` ${pointer}`}: ${text}${text.endsWith('?') ? '' : '.'}`;

const schemasOf = (contract: Contract) => {
  const { params, query, body, documentedBody, response } = contract;
  const input = inputSchema(contract);
  const parts = { params, query, body, documentedBody, response: response.schema };
  return Object.entries(parts).flatMap(([part, schema]) =>
    schema === undefined ? [] : [{ part, schema, root: ['params', 'query', 'body'].includes(part) ? input : schema }],
  );
};

/** Checks that every placeholder of the path has a parameter, and the other way round. */
const checkPath = ({ path, params }: Contract): readonly string[] => {
  const placeholders = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const names = Object.keys(params?.properties ?? {});
  return [
    ...placeholders.filter((name) => !names.includes(name)).map((name) => `"${name}" is not among the properties of params`),
    ...names.filter((name) => !placeholders.includes(name)).map((name) => `"${name}" of params is not in ${path}`),
  ];
};

const findUnknownNames = (names: readonly string[], known: readonly string[], what: string) =>
  names.flatMap((name, index) => {
    if (known.includes(name)) return [];
    const nearest = nearestWord(name, known);
    return [{ index, text: `"${name}" is not ${what}${nearest === undefined ? '' : `; did you mean "${nearest}"?`}` }];
  });
