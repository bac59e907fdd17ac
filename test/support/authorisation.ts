import { CONTRACTS } from '../../functions/contracts.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';

/**
 * Who may do what: the status each operation answers to each kind of caller. Written by hand from what the product promises; the integration
 * test of the same name runs every cell, and `docs/authorisation.md` prints it.
 */

interface Kind {
  /** The heading of its column. */
  readonly heading: string;
  readonly meaning: string;
}

const bound = (to: string) => `a token bound to ${to}`;

/** The kinds of callers, in the order of the columns; "the partner" and "the reseller" are those the request is about. */
export const CALLERS = {
  none: { heading: 'none', meaning: 'no credentials' },
  operator: { heading: 'operator', meaning: 'a token of the platform operator, bound to nothing' },
  lacking: { heading: 'lacking', meaning: "an unbound token with every permission but the operation's" },
  root: { heading: 'root', meaning: bound('the root of the hierarchy') },
  parent: { heading: 'parent', meaning: bound('the parent of the partner') },
  itself: { heading: 'itself', meaning: bound('the partner itself') },
  sibling: { heading: 'sibling', meaning: bound('a sibling of the partner') },
  child: { heading: 'child', meaning: bound('a child of the partner') },
  reseller: { heading: 'reseller', meaning: bound('the reseller') },
  otherReseller: { heading: 'other reseller', meaning: bound('another reseller') },
  closed: { heading: 'closed', meaning: bound('an inactive partner') },
  belowClosed: { heading: 'below closed', meaning: bound('a partner with an inactive one above it') },
  noPartner: { heading: 'no partner', meaning: bound('a partner that does not exist') },
  noReseller: { heading: 'no reseller', meaning: bound('a reseller that does not exist') },
  supervisor: { heading: 'PS', meaning: 'HTTP Basic: a Partner Supervisor of the partner' },
  parentSupervisor: { heading: 'PS parent', meaning: 'HTTP Basic: a Partner Supervisor of its parent' },
  siblingSupervisor: { heading: 'PS sibling', meaning: 'HTTP Basic: a Partner Supervisor of its sibling' },
  user: { heading: 'PU', meaning: 'HTTP Basic: a Partner User of the partner' },
  clientAdmin: { heading: 'CA', meaning: 'HTTP Basic: a Client Admin of the partner' },
  clientUser: { heading: 'CU', meaning: 'HTTP Basic: a Client User of the partner' },
  inactiveUser: { heading: 'inactive user', meaning: 'HTTP Basic: an inactive Partner Supervisor of the partner' },
  inactivePartner: { heading: 'inactive partner', meaning: 'HTTP Basic: a Partner Supervisor of an inactive partner' },
  inactiveAncestor: {
    heading: 'inactive ancestor',
    meaning: 'HTTP Basic: a Partner Supervisor of a partner with an inactive one above it',
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type CallerName = keyof typeof CALLERS;

/** What each kind of caller is answered. */
export type Statuses = Readonly<Record<CallerName, number>>;

const TABLE = `
                    none oper lack root above self sib below sell other shut under none none PS  above sib PU  CA  CU  user shut under
createPartner       401  201  403  201  201   201  403 403   403  403   403  403   403  403  201 201   403 403 403 403 401  401  401
getPartner          401  200  403  200  200   200  404 404   403  403   404  404   404  403  200 200   404 200 403 403 401  401  401
listPartners        401  200  403  200  200   200  404 404   403  403   404  404   404  403  200 200   404 200 403 403 401  401  401
updatePartner       401  200  403  200  200   200  404 404   403  403   404  404   404  403  200 200   404 403 403 403 401  401  401
movePartner         401  200  403  200  200   403  404 404   403  403   404  404   404  403  403 200   404 403 403 403 401  401  401
createContact       401  201  403  201  201   201  404 404   403  403   404  404   404  403  201 201   404 403 403 403 401  401  401
getContact          401  200  403  200  200   200  404 404   403  403   404  404   404  403  200 200   404 200 403 403 401  401  401
listContacts        401  200  403  200  200   200  404 404   403  403   404  404   404  403  200 200   404 200 403 403 401  401  401
updateContact       401  200  403  200  200   200  404 404   403  403   404  404   404  403  200 200   404 403 403 403 401  401  401
createCredential    401  201  403  201  201   201  404 404   403  403   404  404   404  403  201 201   404 403 403 403 401  401  401
listCredentials     401  200  403  200  200   200  404 404   403  403   404  404   404  403  200 200   404 403 403 403 401  401  401
deleteCredential    401  204  403  204  204   204  404 404   403  403   404  404   404  403  204 204   404 403 403 403 401  401  401
setPassword         204  204  204  204  204   204  204 204   204  204   204  204   204  204  204 204   204 204 204 204 204  204  204
createReseller      401  201  403  403  403   403  403 403   403  403   403  403   403  403  401 401   401 401 401 401 401  401  401
getReseller         401  200  403  403  403   403  403 403   200  403   403  403   403  403  401 401   401 401 401 401 401  401  401
listResellers       401  200  403  403  403   403  403 403   403  403   403  403   403  403  401 401   401 401 401 401 401  401  401
updateReseller      401  200  403  403  403   403  403 403   200  403   403  403   403  403  401 401   401 401 401 401 401  401  401
changeLimits        401  200  403  403  403   403  403 403   403  403   403  403   403  403  401 401   401 401 401 401 401  401  401
deleteReseller      401  204  403  403  403   403  403 403   403  403   403  403   403  403  401 401   401 401 401 401 401  401  401
getResellerLimits   401  200  403  403  403   403  403 403   200  403   403  403   403  403  401 401   401 401 401 401 401  401  401
createOrganization  401  201  403  403  403   403  403 403   201  403   403  403   403  403  401 401   401 401 401 401 401  401  401
getOrganization     401  200  403  403  403   403  403 403   200  403   403  403   403  403  401 401   401 401 401 401 401  401  401
listOrganizations   401  200  403  403  403   403  403 403   200  403   403  403   403  403  401 401   401 401 401 401 401  401  401
updateOrganization  401  200  403  403  403   403  403 403   200  403   403  403   403  403  401 401   401 401 401 401 401  401  401
deleteOrganization  401  204  403  403  403   403  403 403   204  403   403  403   403  403  401 401   401 401 401 401 401  401  401
restoreOrganization 401  200  403  403  403   403  403 403   200  403   403  403   403  403  401 401   401 401 401 401 401  401  401
putOrganization     401  200  403  403  403   403  403 403   200  403   403  403   403  403  401 401   401 401 401 401 401  401  401
putNew              401  201  403  403  403   403  403 403   201  403   403  403   403  403  401 401   401 401 401 401 401  401  401
batchOrganizations  401  207  403  403  403   403  403 403   207  403   403  403   403  403  401 401   401 401 401 401 401  401  401
createWebhook       401  201  403  201  201   201  201 201   201  201   403  403   403  403  401 401   401 401 401 401 401  401  401
listWebhooks        401  200  403  200  200   200  200 200   200  200   200  200   200  200  401 401   401 401 401 401 401  401  401
getWebhook          401  200  403  404  404   404  404 404   200  404   404  404   404  404  401 401   401 401 401 401 401  401  401
updateWebhook       401  200  403  404  404   404  404 404   200  404   404  404   404  404  401 401   401 401 401 401 401  401  401
deleteWebhook       401  204  403  404  404   404  404 404   204  404   404  404   404  404  401 401   401 401 401 401 401  401  401
testWebhook         401  202  403  404  404   404  404 404   202  404   404  404   404  404  401 401   401 401 401 401 401  401  401
listEventLogs       401  200  403  200  200   200  200 200   200  200   200  200   200  200  401 401   401 401 401 401 401  401  401
listDeliveries      401  200  403  200  200   200  200 200   200  200   200  200   200  200  401 401   401 401 401 401 401  401  401
getDelivery         401  200  403  404  404   404  404 404   200  404   404  404   404  404  401 401   401 401 401 401 401  401  401
redeliver           401  202  403  404  404   404  404 404   202  404   404  404   404  404  401 401   401 401 401 401 401  401  401
getHealth           200  200  200  200  200   200  200 200   200  200   200  200   200  200  200 200   200 200 200 200 200  200  200
getOpenApi          200  200  200  200  200   200  200 200   200  200   200  200   200  200  200 200   200 200 200 200 200  200  200
getAsyncApi         200  200  200  200  200   200  200 200   200  200   200  200   200  200  200 200   200 200 200 200 200  200  200
getWebhookKeys      200  200  200  200  200   200  200 200   200  200   200  200   200  200  200 200   200 200 200 200 200  200  200
`;

// Rows beside those of the operations: what a request asks for may take more rights than the operation itself.
const VARIANTS: Readonly<Record<string, { readonly operationId: string; readonly asks: string }>> = {
  movePartner: { operationId: 'updatePartner', asks: 'a new parent beside the partner' },
  changeLimits: { operationId: 'updateReseller', asks: 'other limits' },
  putNew: { operationId: 'putOrganization', asks: 'an external id that is new' },
};

/** A row of the table: an operation, or one request of it that is judged otherwise. */
export interface Row {
  readonly name: string;
  readonly contract: Contract;
  readonly asks?: string;
  readonly statuses: Statuses;
}

const contractOf = (operationId: string): Contract => {
  const contract = CONTRACTS.find((candidate) => candidate.operationId === operationId);
  if (!contract) throw new Error(`the table has a row for ${operationId}, which is no operation`);
  return contract;
};

const rowOf = (line: string): Row => {
  const [name = '', ...cells] = line.split(/ +/);
  const names = Object.keys(CALLERS) as CallerName[];
  if (cells.length !== names.length) throw new Error(`the row ${name} has ${cells.length} statuses for ${names.length} callers`);
  const { operationId, asks } = VARIANTS[name] ?? { operationId: name };
  const statuses = Object.fromEntries(names.map((caller, index) => [caller, Number(cells[index])])) as Statuses;
  return { name, contract: contractOf(operationId), ...(asks !== undefined && { asks }), statuses };
};

/** The whole table, in the order of the operations. */
export const ROWS: readonly Row[] = TABLE.trim().split('\n').slice(1).map(rowOf);
