import type { Browser, Page } from 'playwright-core';
import { findChromium, launchChromium } from '../../tools/console/chromium.ts';

/** The views of the console, by the names in its address. */
export const VIEWS = ['timeline', 'partners', 'resellers', 'endpoints', 'mailbox', 'access', 'faults'] as const;

/** Groups tests in a browser; skipped by name on a machine without Chromium. */
export const withBrowser = (tests: (openPage: (options?: PageOptions) => Promise<Page>) => void): void => {
  const executable = findChromium(process.env);
  if (executable === undefined) {
    const skip = describe.skip;
    skip('skipped: this machine has no Chromium (CHROMIUM_PATH names one)', () => tests(() => Promise.reject(new Error('no Chromium'))));
    return;
  }
  describe('in Chromium', () => {
    let browser: Browser;
    const faults: string[] = [];
    beforeAll(async () => {
      browser = await launchChromium(executable);
    }, 30_000);
    afterAll(() => browser.close());
    afterEach(async () => {
      for (const context of browser.contexts()) await context.close();
      expect(faults.splice(0)).toEqual([]);
    });
    tests(async (options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options });
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => (message.type() === 'error' ? faults.push(message.text()) : undefined));
      return page;
    });
  });
};

export type PageOptions = NonNullable<Parameters<Browser['newContext']>[0]>;
export type ViewName = (typeof VIEWS)[number];

/** Signs a page in by the link of a console, and opens a view. */
export const openConsole = async (page: Page, link: string | undefined, view: ViewName): Promise<Page> => {
  if (link === undefined) throw new Error('The system has no console');
  await page.goto(link);
  await page.getByText('Live:').waitFor();
  await page.goto(`${new URL(link).origin}/_console#${view}`);
  return page;
};

/** Returns the texts whose contrast with what is behind them is below 4.5 (WCAG 2.2, 1.4.3). */
export const faintTexts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(`(() => {
    const numbers = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
    const luminance = (colour) => {
      const [r, g, b] = numbers(colour).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
      for (let one = element; one; one = one.parentElement) {
        const colour = getComputedStyle(one).backgroundColor;
        if (numbers(colour)[3] !== 0) return colour;
      }
      return 'rgb(255, 255, 255)';
    };
    const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    return [...document.querySelectorAll('body *')].filter((element) => element.checkVisibility() && hasText(element)).flatMap((element) => {
      const [one, other] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      return ratio < 4.5 ? [element.tagName + ' ' + element.textContent.slice(0, 40) + ' ' + ratio.toFixed(2)] : [];
    });
  })()`);

/** Returns the controls that have no accessible name. */
export const namelessControls = (page: Page): Promise<readonly string[]> =>
  page.evaluate(`[...document.querySelectorAll('input, select, textarea, button, a')]
    .filter((one) => !(one.labels?.length > 0 || one.getAttribute('aria-label') || one.textContent.trim() !== ''))
    .map((one) => one.outerHTML)`);

/** Returns by how many pixels a page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
