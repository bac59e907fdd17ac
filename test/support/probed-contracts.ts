import { jest } from '@jest/globals';
import { Ajv } from 'ajv';
import { CONTRACTS } from '../../functions/operations.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import { inputSchema } from '../../functions/shared/http/input-schema.ts';
import { FORMATS } from '../../tools/contracts/formats.ts';
import { isRecord, type Schema } from './sample-value.ts';

/** What every entity has more in this test file. Nothing but the contracts knows of it. */
const PROBE = {
  type: 'object',
  additionalProperties: false,
  properties: { text: { type: 'string' }, count: { type: 'integer' } },
} as const satisfies Schema;

/**
 * Answers that are no entities: views of others, counts, documents; and the bodies that make none.
 */
const VIEWS = new Set([
  ...['batchOrganizations', 'getResellerLimits', 'listEventLogs', 'getEventLog', 'testWebhook', 'setPassword'],
  ...['getIndex', 'getHealth', 'getOpenApi', 'getAsyncApi', 'getWebhookKeys'],
]);

/** The contracts of entities, by their operation. */
export const entityContracts: readonly Contract[] = CONTRACTS.filter(({ operationId }) => !VIEWS.has(operationId));

export const contractOf = (operationId: string): Contract => {
  const contract = entityContracts.find((one) => one.operationId === operationId);
  if (!contract) throw new Error(`there is no contract ${operationId} of an entity`);
  return contract;
};

/** The schema of what an operation of an entity takes. */
export const bodyOf = (operationId: string): Schema & Required<Pick<Schema, 'properties'>> => {
  const body = (contractOf(operationId).body ?? {}) as Schema;
  if (!isRecord(body)) throw new Error(`${operationId} takes no body`);
  return body;
};

/** True for a property that a change sets: others are only sent back as they are. */
export const isChanged = ([name, { readOnly }]: readonly [string, Schema]): boolean => readOnly !== true && !SENT_BACK.includes(name);
const SENT_BACK = ['version', 'resellerId'];

/** The schema of what a change sets. */
export const changedOf = (operationId: string): Schema => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(bodyOf(operationId).properties).filter(isChanged)),
});

/** The schema of the entity that an answer holds: alone, in a bare array, or in a page. */
export const entitySchema = ({ response }: Pick<Contract, 'response'>): Schema => {
  const schema = (response.schema ?? {}) as Schema;
  return schema.items ?? schema.properties?.data?.items ?? schema;
};

/**
 * Adds a property to the schema of every entity, of what is written and of what is answered, and
 * has each function validate by it. To be called before any function is imported.
 */
export const probeContracts = (): void => {
  for (const contract of entityContracts) {
    addProbe(entitySchema(contract));
    // A copy: lists of names that a slice keeps of what a caller says must not come to know of it.
    if (contract.body) Object.assign(contract, { body: structuredClone(contract.body) });
    addProbe((contract.body ?? {}) as Schema);
  }
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true, messages: false, formats: FORMATS });
  for (const contract of entityContracts) {
    const validate = ajv.compile(inputSchema(contract));
    jest.unstable_mockModule(`../../functions/generated/${contract.operationId}.js`, () => ({ default: validate }));
  }
};

/**
 * Also to the entities within: the contact of a partner, an address. A parent is a reference to
 * another.
 */
const addProbe = (schema: Schema): void => {
  if (!isRecord(schema) || schema.properties.probe) return;
  for (const [name, property] of Object.entries(schema.properties)) if (name !== 'parent') addProbe(property);
  Object.assign(schema.properties, { probe: PROBE });
};
