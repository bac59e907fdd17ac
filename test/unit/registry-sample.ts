import { anybody } from '../../functions/shared/contract/callers.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';

/** A contract, and its entry in a registry. */
export const getThing = {
  operationId: 'getThing',
  tag: 'System',
  method: 'GET',
  path: '/things/{id}',
  summary: 'Get a thing',
  description: 'Answers a thing.',
  access: { permission: 'partner:read', schemes: ['bearer'], tenant: 'any' },
  response: { status: 200, description: 'The thing.' },
  refusals: [],
} as const satisfies Contract;
export const listThings = { ...getThing, operationId: 'listThings', path: '/things' } as const satisfies Contract;
export const entry = { handler: 'things/get', callers: anybody(200), rights: {} } as const;
