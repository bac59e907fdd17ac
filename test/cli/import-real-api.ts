import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { closeImport, openImport, runImport } from '../../cli/import/run.ts';
import { type Api, startApi } from '../integration/api.ts';
import { importOptions } from './options-of.ts';

/** The real handlers behind HTTP, as the import meets them. */
export interface RealApi {
  readonly api: Api;
  /** The method and path of each request. */
  readonly requests: readonly string[];
  /** Imports a file with these arguments, and returns what came of it. */
  run(reseller: string, args: readonly string[], token?: string): Promise<Outcome>;
  stop(): Promise<void>;
}

interface Outcome {
  readonly counts: Readonly<Record<string, number>>;
  readonly codes: Readonly<Record<string, number>>;
  readonly error?: string;
}

/** Starts the handlers over a table of their own, on a free loopback port. */
export const startRealApi = async (): Promise<RealApi> => {
  const api = await startApi();
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url ?? '', 'http://x');
    requests.push(`${request.method} ${pathname}`);
    const body = await text(request);
    const answer = await api.send({
      ...{ method: request.method ?? '', path: pathname, query: search.slice(1), body },
      ...{ headers: { 'content-type': 'application/json' }, as: request.headers.authorization ?? null },
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    api,
    requests,
    async run(reseller, args, token) {
      const bearer = token ?? (await api.bearer());
      const options = importOptions(['--reseller', reseller, '--url', url, ...args], { TENANTRY_TOKEN: bearer.replace('Bearer ', '') });
      if (!options) throw new Error('help was asked for');
      const opened = await openImport(options);
      const error = await runImport(opened, new AbortController()).then(
        () => undefined,
        (thrown: unknown) => (thrown as Error).message,
      );
      closeImport(opened);
      const { created, updated, unchanged, replayed, refused, failed } = opened.meter.tally.counts();
      const counts = Object.fromEntries(
        Object.entries({ created, updated, unchanged, replayed, refused, failed }).filter(([, count]) => count > 0),
      );
      return { counts, codes: Object.fromEntries(opened.meter.tally.codes()), ...(error !== undefined && { error }) };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await api.stop();
    },
  };
};
