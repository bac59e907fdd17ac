import type { Answer, Call } from '../shared/caller.ts';
import type { Random } from '../shared/random.ts';

/** A change that was answered: what a webhook of it has to say. */
interface Change {
  readonly organization: string;
  readonly version: number;
  readonly event: string;
}

interface TenantOptions {
  readonly call: Call;
  readonly resellerId: string;
  readonly random: Random;
  readonly onChange: (change: Change) => void;
}

interface Organization {
  readonly id: string;
  readonly version: number;
}

/** The most organizations that a reseller has at once: what lives does not grow. */
const MOST = 10;

/**
 * Makes the work of one client on its own reseller: one request of the usual kinds each time. It
 * knows what there is, so that every request is to be answered with success, or 503 by a machine
 * that is too busy; what then became of a deletion it does not ask.
 */
export const tenantWork = ({ call, resellerId, random, onChange }: TenantOptions) => {
  const path = `/v3/resellers/${resellerId}/organizations`;
  const living: Organization[] = [];
  const deleted: Organization[] = [];
  let made = 0;

  const take = (from: Organization[]): Organization => from.splice(random.below(from.length), 1)[0] as Organization;
  const keep = (event: string, to: Organization[], { id, version }: Organization): void => {
    to.push({ id, version });
    onChange({ organization: id, version, event: `reseller.organization.${event}` });
  };

  const create = async (): Promise<Answer> => {
    made += 1;
    const answer = await call('POST', path, { name: `Made ${made}`, email: `made-${made}@example.com`, allowedUsers: 1 });
    if (answer.status === 201) keep('created', living, answer.body as Organization);
    return answer;
  };
  const change = async (): Promise<Answer> => {
    const organization = take(living);
    const answer = await call('PATCH', `${path}/${organization.id}`, { allowedUsers: organization.version + 1 });
    if (answer.status === 200) keep('updated', living, answer.body as Organization);
    else living.push(organization);
    return answer;
  };
  const remove = async (): Promise<Answer> => {
    const { id, version } = take(living);
    const answer = await call('DELETE', `${path}/${id}`);
    if (answer.status === 204) keep('deleted', deleted, { id, version: version + 1 });
    return answer;
  };
  const restore = async (): Promise<Answer> => {
    const answer = await call('POST', `${path}/${take(deleted).id}:restore`);
    if (answer.status === 200) keep('restored', living, answer.body as Organization);
    return answer;
  };

  return (): Promise<Answer> => {
    const kind = random.next();
    if (living.length === 0 || (kind < 0.1 && living.length < MOST)) return create();
    if (kind < 0.2 && deleted.length > 0 && living.length < MOST) return restore();
    if (kind < 0.35) return remove();
    if (kind < 0.6) return change();
    if (kind < 0.75) return call('GET', `${path}/${random.pick(living).id}`);
    if (kind < 0.9) return call('GET', `${path}?limit=20&deleted=${random.chance(0.2)}`);
    return call('GET', `${path}?search=made`);
  };
};
