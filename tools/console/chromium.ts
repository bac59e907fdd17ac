import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/**
 * Finds the Chromium of this machine: that of `CHROMIUM_PATH`, or the first on the path; undefined
 * when there is none.
 */
export const findChromium = (env: Readonly<Record<string, string | undefined>>): string | undefined => {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH;
  const folders = (env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
};

/** Starts a Chromium without a window. */
export const launchChromium = async (executablePath: string): Promise<Browser> => {
  // Loaded when it is needed: most machines have no Chromium.
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, args: ['--no-zygote', '--disable-gpu', '--font-render-hinting=none'] });
};
