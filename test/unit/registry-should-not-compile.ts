import { organizationCreated, type organizationEvents } from '../../functions/organizations/events.ts';
import { anybody } from '../../functions/shared/contract/callers.ts';
import { operationsOf } from '../../functions/shared/operation.ts';
import type { Change } from '../../functions/shared/table/events.ts';
import { entry, getThing, listThings } from './registry-sample.ts';

/** What must not compile: `tsc` fails where an error is expected and does not come. */
export const mustNotCompile = () => [
  // @ts-expect-error a contract without an entry
  operationsOf({ getThing, listThings }, { getThing: entry }),
  // @ts-expect-error an entry without a contract
  operationsOf({ getThing }, { getThing: entry, listThings: entry }),
  // @ts-expect-error what is no contract needs no entry
  operationsOf({ getThing, example: { name: 'Thing' } }, { getThing: entry, example: entry }),
  // @ts-expect-error a contract under another name than its own
  operationsOf({ getThings: getThing }, { getThings: entry }),
  // @ts-expect-error an entry that does not say who may call it
  operationsOf({ getThing }, { getThing: { handler: 'things/get', rights: {} } }),
  // @ts-expect-error an entry without rights
  operationsOf({ getThing }, { getThing: { handler: 'things/get', callers: anybody(200) } }),
  // @ts-expect-error a row that leaves out callers
  operationsOf({ getThing }, { getThing: { ...entry, callers: { operator: 200 } } }),
  // @ts-expect-error a handler that is no path
  operationsOf({ getThing }, { getThing: { ...entry, handler: 'get' } }),
  // @ts-expect-error an action that the table does not have
  operationsOf({ getThing }, { getThing: { ...entry, rights: { Scan: [] } } }),
  // @ts-expect-error a setting that has no value
  operationsOf({ getThing }, { getThing: { ...entry, settings: ['NOTHING'] } }),
];

/** An event that its slice does not declare. */
export const undeclared: Change<keyof typeof organizationEvents> = {
  ...organizationCreated('r', {} as Parameters<typeof organizationCreated>[1]),
  // @ts-expect-error it is not among the declared names
  name: 'reseller.organization.renamed',
};
