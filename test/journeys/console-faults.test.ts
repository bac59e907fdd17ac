import type { Page } from 'playwright-core';
import { openConsole, withBrowser } from '../support/console-page.ts';
import { journey, withRuntime } from '../support/journey.ts';
import { createReseller } from '../support/journey-entities.ts';

withRuntime('a console', () => {
  withBrowser((openPage) => {
    const here = journey({ consolePort: 0 });
    const openFaults = async (): Promise<Page> => openConsole(await openPage(), here.system.runtime.consoleLink, 'faults');
    const countOf = async (page: Page, name: string): Promise<number> => Number(await page.locator(`#tally-${name}`).textContent());
    const waitForCount = async (page: Page, name: string, wanted: number): Promise<void> =>
      page.locator(`#tally-${name}`, { hasText: new RegExp(`^${wanted}$`) }).waitFor();
    const set = async (page: Page, label: string, value: string): Promise<void> => {
      await page.getByLabel(label, { exact: true }).selectOption(value);
      await page.getByRole('button', { name: `Set: ${label}` }).click();
      await page
        .getByText(/ (?:from now on|is set)\.$/)
        .last()
        .waitFor();
    };
    const RECEIVER = 'The built-in receiver answers';
    const CRASH = 'A function that crashes in each invocation';
    const SEND = 'Send a request: create an organization';

    beforeAll(async () => {
      await createReseller(await here.as(['reseller:write']));
    });

    test('a dead letter is redelivered once the receiver is fixed', async () => {
      const page = await openFaults();
      await set(page, RECEIVER, '400');
      await page.getByRole('button', { name: SEND }).click();
      await page.getByText(/was created\.$/).waitFor();
      await here.system.runtime.idle();
      await page.getByText(/It has seen [1-9]\d* attempts, and accepted 0/).waitFor();
      await set(page, RECEIVER, '200');
      await page.getByRole('link', { name: 'Endpoints' }).click();
      await page.getByRole('button', { name: 'Redeliver reseller.organization.created' }).first().click();
      await page.getByText('The webhook is on its way again.').waitFor();
      await here.system.runtime.idle();
      await page.getByRole('link', { name: 'Faults' }).click();
      await page.getByText(/accepted [1-9]\d* different webhooks, all signed as they should be\.$/).waitFor();
    }, 60_000);

    test('while the publisher crashes, events wait; when it is well again, none is lost', async () => {
      const page = await openFaults();
      const publisher = here.system.functionName('PublisherPublish');
      await page.locator('#tally-committed').waitFor();
      await here.system.runtime.idle();
      await set(page, CRASH, publisher);
      const before = await countOf(page, 'committed');
      for (let sent = 1; sent <= 3; sent += 1) {
        await page.getByRole('button', { name: SEND }).click();
        await waitForCount(page, 'committed', before + sent);
      }
      // A process that was warm may have published the first before it ended.
      await page.locator('#tally-waiting', { hasText: /^[23]$/ }).waitFor();
      await set(page, CRASH, '');
      await waitForCount(page, 'waiting', 0);
      await here.system.runtime.idle();
      await waitForCount(page, 'published', before + 3);
      expect([await countOf(page, 'lost'), await countOf(page, 'retrying')]).toEqual([0, 0]);
    }, 60_000);

    test('while the table is throttled a request is refused, and what is repeated afterwards is made once', async () => {
      const page = await openFaults();
      await page.locator('#tally-committed').waitFor();
      await here.system.runtime.idle();
      const before = await countOf(page, 'committed');
      await set(page, 'Calls of the table that are throttled', 'all');
      await page.getByRole('button', { name: SEND }).click();
      await page.locator('.notice.bad', { hasText: '503' }).waitFor({ timeout: 30_000 });
      await set(page, 'Calls of the table that are throttled', 'none');
      await page.getByRole('button', { name: SEND }).click();
      await waitForCount(page, 'published', before + 1);
      expect([await countOf(page, 'committed'), await countOf(page, 'lost')]).toEqual([before + 1, 0]);
    }, 90_000);
  });
});
