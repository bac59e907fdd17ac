import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWTPayload } from 'jose';
import { startChild } from '../../shared/child.ts';
import { readItems } from '../../shared/table-items.ts';
import type { SourceOrder, SourceStarted } from './source-messages.ts';
import { type Target, TOKEN_SECONDS } from './target.ts';

const SERVER = new URL('./source-main.ts', import.meta.url);

/** Starts the handlers from source in a process of their own, which ends with this one. */
export const openSource = async (folder: string): Promise<Target> => {
  mkdirSync(folder, { recursive: true });
  const log = join(folder, 'log.ndjson');
  // Into a file: a pipe would make each line wait for this process.
  const child = await startChild<SourceStarted, SourceOrder>({
    module: SERVER,
    name: 'The process of handlers',
    output: openSync(log, 'w'),
  });
  const { url, tableUrl, tableName } = child.started;

  return {
    name: 'handlers from source',
    url,
    clients: 16,
    token: ({ permissions, reseller, partner, subject = 'operator' }) => {
      const bound = { ...(reseller !== undefined && { reseller_id: reseller }), ...(partner !== undefined && { partner_id: partner }) };
      const claims: JWTPayload = { permissions: [...permissions], sub: subject, ...bound };
      return child.ask({ kind: 'token', claims: { ...claims, exp: Math.floor(Date.now() / 1000) + TOKEN_SECONDS } }) as Promise<string>;
    },
    items: () => readItems(tableUrl, tableName),
    logs: () => readFileSync(log, 'utf8').split('\n'),
    idle: async () => undefined,
    faults: async () => (child.words() === '' ? [] : [`the process of the handlers says: ${child.words()}`]),
    stop: child.stop,
  };
};
