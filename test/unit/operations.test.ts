import { OPERATIONS } from '../../functions/operations.ts';
import { CALLERS, ownReseller, statuses } from '../../functions/shared/contract/callers.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import { operationsOf, type RegisteredOperation } from '../../functions/shared/operation.ts';
import { registryProblems } from '../../tools/registry/problems.ts';
import { entry, getThing } from './registry-sample.ts';

const only = (contract: Contract, more: object = {}): RegisteredOperation => {
  const [operation] = Object.values(operationsOf({ [contract.operationId]: contract }, { [contract.operationId]: { ...entry, ...more } }));
  return operation as unknown as RegisteredOperation;
};
const rightsOf = (contract: Partial<Contract>, more?: object) => only({ ...getThing, ...contract }, more).rights;

describe('an operation has, beside its own rights, those that its contract implies', () => {
  const write = { method: 'POST' } as const;
  const basic = { ...getThing.access, schemes: ['bearer', 'basic'] } as const;

  it.each([
    ['nothing for a read with a token', {}, {}],
    ['stored answers for a POST', { ...write, access: { ...getThing.access, tenant: 'operator' } }, { GetItem: ['IDEMPOTENCY#*'] }],
    ['no stored answers for a public POST', { ...write, access: 'public' }, {}],
    ['the state of the tenant for a write', write, { ConditionCheckItem: ['PARTNER#*', 'RESELLER#*'] }],
    ['credentials where HTTP Basic is a way in', { access: basic }, { ConditionCheckItem: ['CREDENTIAL#*'] }],
    [
      'the secret of its cursors for a list',
      { query: { type: 'object', properties: { cursor: {} }, additionalProperties: false } },
      { PutItem: ['CURSOR-SECRET#getThing'] },
    ],
  ] as const)('%s', (_, contract, expected) => {
    const rights = rightsOf(contract as Partial<Contract>);
    expect(rights).toMatchObject(expected);
    if (Object.keys(expected).length === 0) expect(rights).toEqual({});
  });

  it('the conditions of its writes for a dry run, unless it has its own', () => {
    const rights = { PutItem: ['THING#*'], DeleteItem: ['NAME#*'] };
    expect(rightsOf({ dryRun: true }, { rights }).ConditionCheckItem).toEqual(['NAME#*', 'THING#*']);
    expect(rightsOf({ dryRun: true }, { rights, ownDryRun: true }).ConditionCheckItem).toBeUndefined();
  });
});

it('a row has a status for every caller: the one it is named under, or that of all others', () => {
  expect(Object.keys(ownReseller(201))).toEqual(Object.keys(CALLERS));
  expect(statuses(403, { 200: ['operator'] })).toMatchObject({ operator: 200, none: 403 });
});

describe('generation refuses', () => {
  const operation = OPERATIONS.find(({ contract }) => contract.operationId === 'getOrganization') as RegisteredOperation;
  const others = OPERATIONS.filter((one) => one !== operation);

  it('nothing of the registries as they are', async () => {
    expect(await registryProblems()).toEqual([]);
  });

  it('a contract that no registry has', async () => {
    expect(await registryProblems(others)).toEqual([
      'functions/organizations/contract.ts exports getOrganization, which no registry has: ' +
        'add an entry with its handler, callers and rights to functions/organizations/operations.ts.',
    ]);
  });

  it.each([
    ['organizations/nothing', 'functions/organizations/nothing.ts does not exist: write it, with `import validate'],
    ['organizations/list', 'functions/organizations/list.ts is no handler of getOrganization: write it, with `import validate'],
    ['organizations/store', 'functions/organizations/store.ts is no handler of getOrganization: write it, with `import validate'],
  ] as const)('the handler %s', async (handler, sentence) => {
    expect(await registryProblems([...others, { ...operation, handler }])).toEqual([expect.stringContaining(sentence)]);
  });

  it('a route that is taken, also by a path that differs by its verb alone', async () => {
    const restore = OPERATIONS.find(({ contract }) => contract.operationId === 'restoreOrganization') as RegisteredOperation;
    const contract = { ...restore.contract, path: restore.contract.path.replace(':restore', ':confirm') as Contract['path'] };
    expect(await registryProblems([...OPERATIONS, { ...restore, contract }])).toEqual([
      'restoreOrganization and restoreOrganization have the same route, ' +
        'POST /v3/resellers/{resellerId}/organizations/{id}: give one another path.',
    ]);
  });

  it('an event that no slice declares', async () => {
    const contract = { ...operation.contract, events: ['reseller.organization.renamed'] };
    expect(await registryProblems([...OPERATIONS, { ...operation, contract }])).toContain(
      'getOrganization publishes reseller.organization.renamed, which no slice declares: add it to functions/organizations/events.ts.',
    );
  });

  it('an entry without its contract, or without a part, where types were not asked', () => {
    const lax = operationsOf as (contracts: object, entries: object) => object;
    expect(() => lax({}, { getThing: entry })).toThrow('The entry getThing has no contract');
    expect(() => lax({ getThing }, { getThing: { ...entry, callers: undefined } })).toThrow('The entry getThing has no `callers`');
  });
});
