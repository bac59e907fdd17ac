interface Kind {
  /** Its name in lists of callers. */
  readonly heading: string;
  readonly meaning: string;
}

const bound = (to: string) => `a token bound to ${to}`;

/** The kinds of callers; "the partner" and "the reseller" are those the request is about. */
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

/** The status of the answer to each kind of caller. */
export type Statuses = Readonly<Record<CallerName, number>>;

const NAMES = Object.keys(CALLERS) as CallerName[];

const INACTIVE_USERS = ['inactiveUser', 'inactivePartner', 'inactiveAncestor'] as const;
const CLIENTS = ['clientAdmin', 'clientUser'] as const;
const BASIC = [
  ...(['supervisor', 'parentSupervisor', 'siblingSupervisor', 'user'] as const),
  ...CLIENTS,
  ...INACTIVE_USERS,
] as const satisfies readonly CallerName[];
/** Tokens of inactive partners, which may not write, and of tenants that do not exist. */
const WITHOUT_TENANT = ['closed', 'belowClosed', 'noPartner', 'noReseller'] as const;
const ABOVE = ['operator', 'root', 'parent'] as const;

/** Returns the status under which a caller is named, and one status for all other callers. */
export const statuses = (others: number, named: Readonly<Record<number, readonly CallerName[]>>): Statuses =>
  Object.fromEntries(
    NAMES.map((caller) => [caller, Number(Object.entries(named).find(([, callers]) => callers.includes(caller))?.[0] ?? others)]),
  ) as Statuses;

/** Returns one status for every caller. */
export const anybody = (status: number): Statuses => statuses(status, {});

/** Returns the status for the operator, and refuses every other caller. */
export const operatorOnly = (status: number): Statuses => statuses(403, { [status]: ['operator'], 401: ['none', ...BASIC] });

/** Returns the status for the operator and for the reseller in the path. */
export const ownReseller = (status: number): Statuses => statuses(403, { [status]: ['operator', 'reseller'], 401: ['none', ...BASIC] });

/** Returns the status for every token with the permission. */
export const everyToken = (status: number): Statuses => statuses(status, { 401: ['none', ...BASIC], 403: ['lacking'] });

/** Returns the status for every token with the permission and an active tenant. */
export const activeTenants = (status: number): Statuses =>
  statuses(status, { 401: ['none', ...BASIC], 403: ['lacking', ...WITHOUT_TENANT] });

/**
 * Returns the status for the operator and for the reseller that owns the resource. Others get 404.
 */
export const owner = (status: number): Statuses =>
  statuses(404, { [status]: ['operator', 'reseller'], 401: ['none', ...BASIC], 403: ['lacking'] });

const OUTSIDE = ['lacking', 'reseller', 'otherReseller', 'noReseller', ...CLIENTS] as const;
const ABOVE_OR_ITSELF = [...ABOVE, 'itself', 'supervisor', 'parentSupervisor'] as const;

/** Returns the status for the partner and its ancestors, when they may read. */
export const branchReaders = (status: number): Statuses =>
  statuses(404, { [status]: [...ABOVE_OR_ITSELF, 'user'], 401: ['none', ...INACTIVE_USERS], 403: OUTSIDE });

/** Returns the status for the partner and its ancestors, when they may write. */
export const branchWriters = (status: number): Statuses =>
  statuses(404, { [status]: ABOVE_OR_ITSELF, 401: ['none', ...INACTIVE_USERS], 403: [...OUTSIDE, 'user'] });

/** Returns the status for the ancestors of the partner. */
export const aboveOnly = (status: number): Statuses =>
  statuses(404, {
    [status]: [...ABOVE, 'parentSupervisor'],
    401: ['none', ...INACTIVE_USERS],
    403: [...OUTSIDE, 'user', 'itself', 'supervisor'],
  });

/** Returns the status for the parent in the request and its ancestors; others get 403. */
export const parents = (status: number): Statuses => statuses(403, { [status]: ABOVE_OR_ITSELF, 401: ['none', ...INACTIVE_USERS] });
