import { randomUUID } from 'node:crypto';
import type { Answer, Call } from '../../prove/shared/caller.ts';
import { random } from '../../prove/shared/random.ts';
import { tenantWork } from '../../prove/soak/tenant.ts';

/** Answers as the API does, from memory; notes the most organizations that lived at once. */
const memoryApi = () => {
  const versions = new Map<string, number>();
  const living = new Set<string>();
  let most = 0;
  const answer = (status: number, id?: string): Answer => {
    most = Math.max(most, living.size);
    return { status, body: id === undefined ? undefined : { id, version: versions.get(id) }, ms: 0 };
  };
  const call: Call = async (method, path) => {
    const [, id = '', action] = /organizations\/([^:]+)(:restore)?$/.exec(path) ?? [];
    if (method === 'GET') return answer(id === '' || living.has(id) ? 200 : 410);
    const target = method === 'POST' && id === '' ? randomUUID() : id;
    if (id !== '' && living.has(id) === (action !== undefined)) return answer(409);
    versions.set(target, (versions.get(target) ?? 0) + 1);
    if (method !== 'DELETE') living.add(target);
    else living.delete(target);
    return answer(method === 'DELETE' ? 204 : id === '' ? 201 : 200, target);
  };
  return { call, most: () => most, versions };
};

test('a tenant of the soak has at most ten organizations at once, and none of its requests is refused', async () => {
  const api = memoryApi();
  const events: string[] = [];
  const request = tenantWork({
    ...{ call: api.call, resellerId: 'r', random: random(7) },
    onChange({ organization, version, event }) {
      expect(api.versions.get(organization)).toBe(version);
      events.push(event);
    },
  });
  const statuses = new Set<number>();
  for (let count = 0; count < 3000; count += 1) statuses.add((await request()).status);
  expect(statuses).toEqual(new Set([200, 201, 204]));
  expect(api.most()).toBe(10);
  const kinds = ['created', 'updated', 'deleted', 'restored'].map((action) => `reseller.organization.${action}`);
  expect(new Set(events)).toEqual(new Set(kinds));
});
