import { objectOf } from '../history/spec.ts';
import type { Random } from '../shared/random.ts';
import type { Sender } from './client.ts';
import { openKnown } from './known.ts';
import { make } from './make.ts';
import { AT_PROOF } from './person.ts';
import { resellerSpec } from './reseller.ts';
import { chooseForReseller, EVENT_OF_RESELLER, type ResellerInput, requestToReseller, rushOnReseller } from './reseller-input.ts';
import { type ResellerState, startReseller } from './reseller-state.ts';
import { openTenant, type Tenant } from './tenant.ts';

/** A reseller under work, and what others could guess of it. */
export interface ResellerTenant extends Tenant {
  readonly id: string;
  readonly organizations: () => readonly string[];
}

/** Creates a reseller, and returns its id. */
export const makeReseller = async (sender: Sender, random: Random, prefix: string, allowed: number): Promise<string> => {
  const body = {
    name: `Reseller ${prefix}`,
    email: `ops.${AT_PROOF}`,
    allowedUsers: -1,
    allowedOrganizations: allowed,
    description: prefix,
  };
  return String((await make(sender, random, { method: 'POST', path: '/v3/resellers', body }, prefix)).id);
};

/** Creates a reseller and opens it for work. */
export const openReseller = async (sender: Sender, random: Random, prefix: string, limits: readonly number[]): Promise<ResellerTenant> => {
  const allowed = random.pick(limits);
  const id = await makeReseller(sender, random, prefix, allowed);
  const known = openKnown();
  const deleted: string[] = [];
  const tenant = openTenant<ResellerState, ResellerInput>(
    {
      name: `reseller ${id}`,
      spec: resellerSpec,
      initial: startReseller(allowed, prefix),
      choose: (source, mark) => chooseForReseller(source, { known, mark, limits, deleted }),
      rush: rushOnReseller,
      request: (input) => requestToReseller(id, input),
      rowsOf: (input) =>
        input.kind === 'batch' ? input.rows.map((row) => ({ input: { kind: 'create', ...row }, mark: row.mark })) : undefined,
      eventsOf: ({ kind }) => EVENT_OF_RESELLER[kind],
      hear(input, heard) {
        const said = objectOf(heard);
        if (input.kind === 'delete' && heard.status === 204) deleted.push(input.id);
        if (input.kind !== 'allow' && input.kind !== 'reseller' && typeof said.id === 'string' && typeof said.version === 'number')
          known.hear(said.id, said.version);
      },
      pages: { path: `/v3/resellers/${id}/organizations?limit=1`, input: { kind: 'list' } },
      finals: () => [
        { kind: 'list' },
        { kind: 'limits' },
        { kind: 'reseller' },
        ...known.all().map((one) => ({ kind: 'get', id: one }) as const),
      ],
    },
    sender,
    prefix,
  );
  return { ...tenant, id, organizations: known.all };
};
