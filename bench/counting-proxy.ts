import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One call of DynamoDB: its action and the capacity units it consumed. */
export interface Call {
  readonly action: string;
  readonly units: number;
}

interface Answer {
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number } | readonly { readonly CapacityUnits?: number }[];
}

/**
 * Stands between a function and the table, asks for the consumed capacity of every call and keeps
 * count.
 */
export const countingProxy = async (target: string) => {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const body = { ...(JSON.parse(await text(request)) as object), ReturnConsumedCapacity: 'TOTAL' };
    const { host: _, 'content-length': __, ...headers } = request.headers;
    const answer = await fetch(target, { method: 'POST', headers: headers as Record<string, string>, body: JSON.stringify(body) });
    const answered = await answer.text();
    calls.push({ action: String(request.headers['x-amz-target']).split('.')[1] ?? '', units: unitsOf(JSON.parse(answered) as Answer) });
    const requestId = answer.headers.get('x-amzn-requestid') ?? '';
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': requestId }).end(answered);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Returns the calls since the last time. */
    take: () => calls.splice(0),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

const unitsOf = ({ ConsumedCapacity = [] }: Answer): number =>
  [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
