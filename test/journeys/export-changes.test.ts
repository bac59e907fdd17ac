import { ahead } from '../../cli/export/ahead.ts';
import { openApi } from '../../cli/export/api.ts';
import { readEntities } from '../../cli/export/entities.ts';
import { openTokens } from '../../cli/shared/tokens.ts';
import { exportOptions } from '../cli/options-of.ts';
import { journey, type Rights, withRuntime } from '../support/journey.ts';
import { createPartner, createReseller, newOrganization, organizationsOf, unique } from '../support/journey-entities.ts';
import { createChildren, PARTNER_RIGHTS } from '../support/journey-partners.ts';
import { createOrganization, organization, RESELLER_RIGHTS } from '../support/journey-resellers.ts';

withRuntime('a runtime whose address commands are given', () => {
  const here = journey();
  const PAGE_SIZE = 5;

  const read = async (rights: Rights, ...args: readonly string[]) => {
    const options = exportOptions(args, { TENANTRY_URL: here.system.runtime.url });
    const tokens = openTokens(await here.mintToken(rights), undefined);
    return ahead(readEntities(openApi(options.url, tokens, new AbortController().signal, PAGE_SIZE), options));
  };

  test('a list that changes meanwhile has no organization twice, and all that are left alone', async () => {
    const api = await here.as(RESELLER_RIGHTS);
    const reseller = await createReseller(api);
    const organizations = Array.from({ length: 24 }, () => newOrganization());
    const { body } = await api.post(`${organizationsOf(reseller)}:batch`, { organizations });
    const ids = (body.results as readonly { readonly body: { readonly id: string } }[]).map((result) => result.body.id);

    const seen: unknown[] = [];
    const touched = new Set<string>();
    const rights = { permissions: ['reseller:organization:read'], reseller };
    for await (const page of await read(rights, 'organizations', '--reseller', reseller)) {
      seen.push(...page.map(({ id }) => id));
      const [first, last = ''] = [ids[0] as string, ids.findLast((id) => !touched.has(id))];
      for (const id of [first, last]) {
        touched.add(id);
        await api.delete(organization(reseller, id));
      }
      await api.post(`${organization(reseller, first)}:restore`, {});
      if (touched.size < 6) await createOrganization(api, reseller, { name: unique('New') });
    }
    expect(touched.size).toBeGreaterThan(4);
    expect(new Set(seen).size).toBe(seen.length);
    expect(ids.filter((id) => !touched.has(id) && !seen.includes(id))).toEqual([]);
  });

  test('a branch that moves meanwhile comes once', async () => {
    const api = await here.as(PARTNER_RIGHTS);
    const top = await createPartner(api);
    const [early = 0, , late = 0] = await createChildren(api, top, 3);
    const [moved = 0] = await createChildren(api, early, 2);
    const ids: unknown[] = [];
    for await (const [partner] of await read({ permissions: ['partner:read'] }, 'partners', '--partner', String(top))) {
      ids.push(partner?.id);
      if (partner?.id === moved) await api.patch(`/v1/partners/${moved}`, { parent: { id: late } });
    }
    expect([ids.length, new Set(ids).size]).toEqual([6, 6]);
  });
});
