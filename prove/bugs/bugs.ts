/** A change of the source that breaks a promise. */
export interface Bug {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** The promises that it breaks: any other that does not hold has not found it. */
  readonly breaks: readonly string[];
}

const NO_5XX = 'no 5xx but 503, and that of the gateway for a killed function';
const ORDER = 'answers are those of one request after another';

/** Faults as programs like this have them: a proof that finds none of them proves nothing. */
export const BUGS: readonly Bug[] = [
  {
    name: 'an event is left out of its transaction',
    file: 'functions/organizations/deletion.ts',
    find: '    deps.record(organizationDeleted(resellerId, before, deleted), origin),\n',
    replace: '',
    breaks: ['each acknowledged change has its event', 'one event for each version', ORDER],
  },
  {
    name: 'a limit is checked before the write, not in it',
    file: 'functions/organizations/capacity.ts',
    find: `  const after = { ...before, used: before.used + 1 };
  const isAsFound = allOf(where('organizationCount', '=', before.used), where('allowedOrganizations', '=', before.allowed));
  return {
    write: countOne(resellerId, users, isAsFound, { limit: after.allowed, count: after.used }),`,
    replace: `  const after = { ...before, used: before.used + 1 };
  if (before.allowed !== UNLIMITED && before.used >= before.allowed) throw limitRefusal(limitsForOneMore(users), found);
  return {
    write: change(resellerKey(resellerId), { add: { organizationCount: 1 } }, exists(), () => resellerNotFound(resellerId)),`,
    breaks: ['limits are never crossed', ORDER],
  },
  {
    name: 'a cursor is off by one',
    file: 'functions/shared/table/queries.ts',
    find: 'const last = items.length > limit ? items[limit - 1] : cut;',
    replace: 'const last = items.length > limit ? items[limit] : cut;',
    breaks: [ORDER],
  },
  {
    name: 'a transaction is tried again without its token',
    file: 'packages/aws-engine/src/dynamodb-service.ts',
    find: "operation === 'TransactWriteItems' ? { ...input, ClientRequestToken: input.ClientRequestToken ?? randomUUID() } : input;",
    replace: "operation === 'TransactWriteItems' && input.ClientRequestToken === randomUUID() ? {} : input;",
    // The second try finds its own write: a refusal of what was done, or a state that cannot be.
    breaks: ['what was refused changed nothing', 'a request is done once', NO_5XX, ORDER],
  },
  {
    name: "another's reseller is not refused",
    file: 'functions/shared/contract/access.ts',
    find: 'caller.resellerId !== undefined && caller.resellerId === resellerId;',
    replace: 'caller.resellerId !== undefined && resellerId !== undefined;',
    breaks: ['nobody reaches another tenant'],
  },
];
