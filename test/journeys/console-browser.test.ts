import type { Page } from 'playwright-core';
import { openTokens } from '../../cli/shared/tokens.ts';
import { startDeployedConsole } from '../../local/console/deployed-console.ts';
import {
  faintTexts,
  namelessControls,
  openConsole,
  overflow,
  type PageOptions,
  VIEWS,
  type ViewName,
  withBrowser,
} from '../support/console-page.ts';
import { journey, withRuntime } from '../support/journey.ts';
import { createReseller, newOrganization, newPartner, unique } from '../support/journey-entities.ts';

withRuntime('a console', () => {
  withBrowser((openPage) => {
    const here = journey({ consolePort: 0 });
    const PERMISSIONS = [
      ...(['partner:create', 'partner:read', 'reseller:write', 'reseller:read'] as const),
      ...(['reseller:organization:create', 'reseller:organization:delete'] as const),
    ];

    const openView = async (view: ViewName, options: PageOptions = {}): Promise<Page> =>
      openConsole(await openPage(options), here.system.runtime.consoleLink, view);

    test('the steps of a request appear while the page is open, and are found again by its filters', async () => {
      const page = await openView('timeline');
      const reseller = await createReseller(await here.as(['reseller:write']));
      const api = await here.as(PERMISSIONS);
      const organization = newOrganization();
      const path = `/v3/resellers/${reseller}/organizations`;
      expect((await api.post(path, organization)).status).toBe(201);
      expect((await api.post(path, organization)).status).toBe(409);

      const of = (text: string) => page.locator('#requests > li', { hasText: text }).filter({ hasText: path });
      await of('delivered').locator('summary').first().click();
      const steps = await of('delivered').locator('.step > .step-head > strong').allTextContents();
      expect([...new Set(steps)]).toEqual(['Request', 'Table', 'Stream', 'Bus', 'Delivery']);
      expect(await page.content()).not.toContain('key-of-the-journey');

      await page.getByLabel('Status').selectOption('refused');
      await page.getByLabel('Tenant').fill(reseller);
      await page.getByText('1 shown').waitFor();
      await of('409').locator('summary').first().click();
      await of('409').getByText('ConditionalCheckFailed', { exact: true }).waitFor();
      await of('409').getByText('refused by the condition').waitFor();
    }, 60_000);

    const tree = async () => {
      const api = await here.as(PERMISSIONS);
      const root = (await api.post('/v1/partners', newPartner({ name: unique('Root') }))).body as { id: number; name: string };
      const [left, right] = await Promise.all(
        ['Left', 'Right'].map(
          async (name) =>
            (await api.post('/v1/partners', newPartner({ name: unique(name), parent: { id: root.id } }))).body as {
              id: number;
              name: string;
            },
        ),
      );
      if (!left || !right) throw new Error('The tree was not made');
      const parentOf = async (id: number) => ((await api.get(`/v1/partners/${id}`)).body as { parent: { id: number } }).parent.id;
      return { root, left, right, parentOf };
    };

    test('a partner is moved by the keyboard alone, after a dry run has said what would change', async () => {
      const { root, left, right, parentOf } = await tree();
      const page = await openView('partners');
      const item = (id: number) => page.locator(`[role=treeitem][data-id="${id}"]`);
      await item(root.id).focus();
      await page.keyboard.press('ArrowRight');
      await item(right.id).waitFor();
      await item(left.id).focus();
      await page.keyboard.press('m');
      await item(right.id).focus();
      await page.keyboard.press('Enter');
      await page.getByText('A dry run: nothing has changed yet.').waitFor();
      await page.getByRole('dialog').getByText('partner.moved').waitFor();
      expect(await parentOf(left.id)).toBe(root.id);
      await page.getByRole('button', { name: 'Move it' }).press('Enter');
      await page.getByText(`is below ${right.name} now`).waitFor();
      expect(await parentOf(left.id)).toBe(right.id);
    }, 60_000);

    test('a partner is dragged onto another; below itself, the dry run refuses it', async () => {
      const { root, left, right, parentOf } = await tree();
      const page = await openView('partners');
      const node = (id: number) => page.locator(`[role=treeitem][data-id="${id}"] > .node`);
      await node(root.id).click();
      await node(root.id).dragTo(node(right.id));
      await page.getByText(/would-create-cycle/).waitFor();
      expect(await page.getByRole('button', { name: 'Move it' }).isDisabled()).toBe(true);
      await page.keyboard.press('Escape');
      await node(left.id).dragTo(node(right.id));
      await page.getByRole('button', { name: 'Move it' }).click();
      await page.getByText(`is below ${right.name} now`).waitFor();
      expect(await parentOf(left.id)).toBe(right.id);
    }, 60_000);

    test('a deleted organization is restored', async () => {
      const api = await here.as(PERMISSIONS);
      const name = unique('Shown');
      const { id } = (await api.post('/v3/resellers', { name, email: 'a@b.example', allowedUsers: -1, allowedOrganizations: 4 })).body as {
        id: string;
      };
      const organization = (await api.post(`/v3/resellers/${id}/organizations`, newOrganization())).body as { id: string; name: string };
      await api.delete(`/v3/resellers/${id}/organizations/${organization.id}`);
      const page = await openView('resellers');
      await page.getByRole('button', { name: `Organizations of ${name}` }).click();
      await page.getByRole('button', { name: `Restore ${organization.name}` }).click();
      await page.getByText(`${organization.name} is restored.`).waitFor();
      await page.getByText('1 of 4').waitFor();
    }, 60_000);

    test('a token has the permissions of the boxes; whoever lacks one is shown with it', async () => {
      const page = await openView('access');
      await page.getByRole('checkbox', { name: 'partner:read' }).check();
      await page.getByRole('button', { name: 'Make it' }).click();
      await page.getByLabel('The token').waitFor();
      const token = await page.getByLabel('The token').inputValue();
      const answer = await fetch(`${here.system.runtime.url}/v3/resellers`, { headers: { authorization: `Bearer ${token}` } });
      expect(answer.status).toBe(403);
      await page.locator('#denials > li', { hasText: 'GET /v3/resellers' }).getByText('reseller:read').waitFor();
    }, 60_000);

    test('the page of a deployed API shows its event log and deliveries, and changes nothing', async () => {
      const reseller = await createReseller(await here.as(['reseller:write']));
      await here.system.runtime.idle();
      const permissions = ['partner:read', 'reseller:read', 'reseller:organization:read', 'webhook:read', 'eventLog:read'];
      const tokens = openTokens(undefined, () => here.mintToken({ permissions }));
      const server = await startDeployedConsole({ api: here.system.runtime.url, tokens, port: 0 });
      try {
        const page = await openPage();
        await page.goto(server.link);
        await page.getByText(`Read only: ${here.system.runtime.url}`).waitFor();
        const entry = page.locator('#events > li', { hasText: reseller });
        await entry.locator('summary').first().click();
        await entry.getByText('delivered', { exact: true }).first().waitFor();
        await page.getByRole('link', { name: 'Partners' }).click();
        await page.locator('[role=treeitem]').first().waitFor();
        expect(await page.locator('[draggable]').count()).toBe(0);
        expect(await page.getByRole('link', { name: 'Faults' }).count()).toBe(0);
      } finally {
        await server.stop();
      }
    }, 60_000);

    test.each(['light', 'dark'] as const)(
      'every view is readable in the %s scheme, on a phone, and each control has a name',
      async (colorScheme) => {
        const page = await openView('timeline', { colorScheme, viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' });
        await page.locator('#requests > li:not([hidden]) summary').first().click();
        for (const view of VIEWS) {
          await page.goto(`${page.url().split('#')[0]}#${view}`);
          await page.getByRole('heading', { level: 2 }).waitFor();
          await page.waitForLoadState('networkidle').catch(() => undefined);
          expect({ view, faint: await faintTexts(page), nameless: await namelessControls(page), overflow: await overflow(page) }).toEqual({
            view,
            ...{ faint: [], nameless: [], overflow: 0 },
          });
        }
        expect(await page.evaluate('document.getAnimations().length')).toBe(0);
      },
      60_000,
    );
  });
});
