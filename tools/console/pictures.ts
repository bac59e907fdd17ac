import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';

interface Picture {
  readonly name: string;
  readonly view: string;
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
  /** Brings the view into the state that is shown. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const refused = (page: Page) => page.locator('#requests > li', { hasText: '409' }).locator('summary').first();

/** Opens the request that created an organization, and brings it to the top of the window. */
const openCreated = async (page: Page): Promise<void> => {
  await page.getByLabel('Status').selectOption('delivered');
  const [request] = await page.locator('#requests > li:not([hidden])', { hasText: '/organizations' }).filter({ hasText: '201' }).all();
  await request?.locator('summary').first().click();
  await request?.locator('.delivery').first().waitFor();
  await page.evaluate(`document.querySelector('#requests > li:not([hidden]) details[open]')?.scrollIntoView()`);
};

const PICTURES: readonly Picture[] = [
  {
    ...{ name: 'timeline-light', view: 'timeline', colorScheme: 'light', width: 1000, height: 640 },
    prepare: openCreated,
  },
  {
    ...{ name: 'refusal-dark', view: 'timeline', colorScheme: 'dark', width: 1000, height: 640 },
    async prepare(page) {
      await page.getByLabel('Status').selectOption('refused');
      await refused(page).click();
    },
  },
  {
    ...{ name: 'move-light', view: 'partners', colorScheme: 'light', width: 1000, height: 640 },
    async prepare(page) {
      await page.locator('[role=treeitem] > .node').first().click();
      const node = (name: string) => page.locator('[role=treeitem] > .node', { hasText: name });
      await node('Northwind').dragTo(node('Contoso'));
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    ...{ name: 'faults-light', view: 'faults', colorScheme: 'light', width: 1000, height: 720 },
    async prepare(page) {
      await page.getByLabel('The built-in receiver answers', { exact: true }).selectOption('500');
      await page.getByRole('button', { name: 'Set: The built-in receiver answers' }).click();
      await page.getByText('The receiver answers so').waitFor();
      // The endpoint takes effect after the settling time of a local stage.
      await page.waitForTimeout(3_000);
      for (let sent = 1; sent <= 3; sent += 1) {
        await page.getByRole('button', { name: 'Send a request: create an organization' }).click();
        await page
          .getByText('was created')
          .nth(sent - 1)
          .waitFor();
      }
      await page.locator('#tally-retrying', { hasText: '3' }).waitFor();
      await page.waitForTimeout(9_000);
    },
  },
  {
    ...{ name: 'timeline-phone-dark', view: 'timeline', colorScheme: 'dark', width: 360, height: 740 },
    prepare: openCreated,
  },
];

/** Takes the pictures of a console into a folder. */
export const takePictures = async (executable: string, link: string, folder: string): Promise<void> => {
  const browser = await launchChromium(executable);
  try {
    for (const { name, view, colorScheme, width, height, prepare } of PICTURES) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      await page.goto(link);
      await page.getByText('Live:').waitFor();
      await page.goto(`${new URL(link).origin}/_console#${view}`);
      await prepare?.(page);
      await page.screenshot({ path: join(folder, `${name}.png`) });
      console.log(`${name}.png`);
      await context.close();
    }
  } finally {
    await browser.close();
  }
};
