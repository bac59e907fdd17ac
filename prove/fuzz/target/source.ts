import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JWTPayload } from 'jose';
import { readItems } from '../../shared/table-items.ts';
import type { SourceAnswer, SourceQuestion } from './source-messages.ts';
import { type Target, TOKEN_SECONDS } from './target.ts';

const SERVER = fileURLToPath(new URL('./source-main.ts', import.meta.url));

type Started = Extract<SourceAnswer, { kind: 'started' }>;

/** Starts the handlers from source in a process of their own, which ends with this one. */
export const openSource = async (folder: string): Promise<Target> => {
  mkdirSync(folder, { recursive: true });
  const log = join(folder, 'log.ndjson');
  // Into a file: a pipe would make each line wait for this process.
  const child = fork(SERVER, { stdio: ['ignore', openSync(log, 'w'), 'pipe', 'ipc'] });
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    words = `${words}${chunk}`.slice(-4_000);
  });
  const waiting = new Map<number, PromiseWithResolvers<string>>();
  const started = Promise.withResolvers<Started>();
  child.on('message', (message: SourceAnswer) => {
    if (message.kind === 'started') return started.resolve(message);
    const { id, value, error } = message;
    if (error === undefined) waiting.get(id)?.resolve(value ?? '');
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  const ended = once(child, 'exit').then(() => {
    const gone = new Error(`The handlers have ended: ${words}`);
    started.reject(gone);
    for (const { reject } of waiting.values()) reject(gone);
  });

  let asked = 0;
  const ask = (question: SourceQuestion): Promise<string> => {
    asked += 1;
    const answer = Promise.withResolvers<string>();
    waiting.set(asked, answer);
    child.send({ id: asked, question }, (error) => error && answer.reject(error));
    return answer.promise;
  };
  const { url, tableUrl, tableName } = await started.promise;

  return {
    name: 'handlers from source',
    url,
    clients: 16,
    token: ({ permissions, reseller, partner, subject = 'operator' }) => {
      const bound = { ...(reseller !== undefined && { reseller_id: reseller }), ...(partner !== undefined && { partner_id: partner }) };
      const claims: JWTPayload = { permissions: [...permissions], sub: subject, ...bound };
      return ask({ kind: 'token', claims: { ...claims, exp: Math.floor(Date.now() / 1000) + TOKEN_SECONDS } });
    },
    items: () => readItems(tableUrl, tableName),
    logs: () => readFileSync(log, 'utf8').split('\n'),
    idle: async () => undefined,
    faults: async () => (words === '' ? [] : [`the process of the handlers says: ${words}`]),
    async stop() {
      await ask({ kind: 'stop' }).catch(() => undefined);
      await ended;
    },
  };
};
