import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { readRenderer, rendererVersion } from './renderer.ts';

export const REFERENCE_TYPES = "export declare const ASSETS: Readonly<Record<'renderer' | 'script' | 'style', string>>;\n";

/**
 * Writes the compressed files of the reference page to a folder, each with a hash in its name, and
 * removes those of before.
 *
 * @returns the module with their names.
 */
export const buildReference = async (folder: URL): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const names = {
    renderer: await writeRenderer(folder),
    script: await writeAsset(folder, 'page', 'js', await readFile(new URL('page.js', import.meta.url), 'utf8')),
    style: await writeAsset(folder, 'page', 'css', await readFile(new URL('page.css', import.meta.url), 'utf8')),
  };
  const kept = Object.values(names).map(fileOf);
  const stale = (await readdir(folder)).filter((file) => file.endsWith('.gz') && !kept.includes(file));
  await Promise.all(stale.map((file) => rm(new URL(file, folder), { force: true })));
  return `export const ASSETS = ${JSON.stringify(names)};\n`;
};

const fileOf = (name: string): string => `${name}.gz`;

// Reading and compressing it takes half a second: only once for each version.
const writeRenderer = async (folder: URL): Promise<string> => {
  const stem = `scalar-${rendererVersion()}`;
  const file = (await readdir(folder)).find((name) => name.startsWith(`${stem}.`) && name.endsWith('.js.gz'));
  return file?.slice(0, -'.gz'.length) ?? writeAsset(folder, stem, 'js', await readRenderer());
};

const writeAsset = async (folder: URL, stem: string, extension: string, text: string): Promise<string> => {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const name = `${stem}.${hash}.${extension}`;
  // Renamed into place, because a test run and a synth may generate at the same time.
  const draft = new URL(`${name}.${process.pid}`, folder);
  await writeFile(draft, gzipSync(text, { level: 9 }));
  await rename(draft, new URL(fileOf(name), folder));
  return name;
};
