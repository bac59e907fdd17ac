import { putReseller } from '../../../functions/resellers/put.ts';
import { type CountedReseller, openReseller } from '../../../functions/resellers/reseller.ts';
import { Refusal } from '../../../functions/shared/contract/problems.ts';
import { put } from '../../../functions/shared/table/transaction.ts';

const AT = '2026-11-22T14:15:22.000Z';
const fields = { name: 'Acme', email: 'ops@acme.example', allowedUsers: 5, allowedOrganizations: 2, externalId: 'acme' };
const former = { ...openReseller({ ...fields, name: 'Former' }, { id: 'former', at: AT }), organizationCount: 0 };

/** A PUT of `acme`, which the first look-up finds, and the others do not. */
const run = async (header: Readonly<Record<string, string>> = {}) => {
  const inserted: string[] = [];
  const finds: (CountedReseller | undefined)[] = [former];
  const deps = {
    resellers: {
      findByExternalId: async () => finds.shift(),
      change: async () => {
        throw new Refusal('reseller-not-found', 'It was deleted.');
      },
      insert: async ({ id }: { readonly id: string }) => void inserted.push(id),
    },
    record: () => put({ pk: 'a', sk: 'a' }, {}, () => new Error('taken')),
    ...{ newId: () => 'new', now: () => AT },
  };
  const request = { params: { externalId: 'acme' }, query: {}, header, body: fields, origin: {}, remember: () => [] };
  const { status } = await putReseller(request as never, deps as never);
  return { status, inserted };
};

test('a reseller that is deleted while it is replaced is created', async () => {
  expect(await run()).toEqual({ status: 201, inserted: ['new'] });
});

test('with `If-Match` it is not created then either', async () => {
  await expect(run({ 'if-match': '"1"' })).rejects.toMatchObject({ code: 'version-mismatch' });
});
