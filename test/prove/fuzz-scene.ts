import { newPools } from '../../prove/fuzz/request/pools.ts';
import type { Scene, Tenant } from '../../prove/fuzz/scene.ts';

/** A tenant with one thing of each kind; `digit` is in its ids. */
export const tenantOf = (mark: string, digit: number): Tenant => {
  const uuid = `01a22b74-19d9-774a-b369-50031a87de9${digit}`;
  const [partner, id] = [10_000_000 + digit, 20_000_000 + digit];
  return {
    mark,
    pools: {
      ...newPools(),
      partners: [partner],
      contacts: [{ partner, id }],
      credentials: [{ partner, id: `abcdef012345678${digit}` }],
      resellers: [uuid],
      organizations: [{ reseller: uuid, id: uuid.replace('01a2', '02a2') }],
      webhooks: [{ by: 'reseller', id: uuid.replace('01a2', '03a2') }],
      events: [{ by: 'reseller', id: uuid.replace('01a2', '04a2') }],
      externalIds: [`${mark}-external`],
      names: [`Partner ${mark}`],
      keys: ['key-1'],
    },
    user: { userName: `key-${digit}`, secret: 'secret' },
    secrets: [`token-of-${mark}`],
  };
};

/** Two tenants that are stored nowhere. */
export const sceneOf = (): Scene => ({
  own: tenantOf('adamark1', 1),
  other: tenantOf('beamark2', 2),
  authorization: {
    operator: 'Bearer a.b.c',
    partner: 'Bearer d.e.f',
    reseller: 'Bearer g.h.i',
    user: 'Basic a2V5LTE6eA==',
    lacking: 'Bearer j.k.l',
    nowhere: 'Bearer m.n.o',
    none: undefined,
  },
  receiverUrl: 'http://127.0.0.1:9',
  heal: async () => undefined,
  stop: () => undefined,
});
