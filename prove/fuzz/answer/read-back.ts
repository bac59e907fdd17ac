import type { Item } from '../../../functions/shared/table/transaction.ts';
import { requireConformance } from '../../../testing/conformance.ts';
import { type WireAnswer, wire } from '../../../testing/wire.ts';

/** So many things of each kind are read one by one. */
const MOST = 400;

/** The paths by which what is stored is read: the lists, and of each kind single ones. */
const pathsOf = (items: readonly Item[]): readonly string[] => {
  const of = (type: string) => items.filter((item) => item.type === type).slice(-MOST);
  return [
    '/v3/resellers?limit=100',
    '/v3/webhooks?limit=100',
    '/v3/event-logs?limit=100&sort=-createdAt',
    '/v3/webhook-event-logs?limit=100&sort=-createdAt',
    ...of('partner').flatMap(({ id }) => [
      `/v1/partners/${id}`,
      `/v1/partners?partner=${id}&limit=100`,
      `/v1/partners/${id}/contacts?limit=100`,
      `/v1/partners/${id}/credentials?limit=100`,
    ]),
    ...of('reseller').flatMap(({ id, organizationCount }) => [
      `/v3/resellers/${id}`,
      ...(organizationCount === 0 ? [] : [`/v3/resellers/${id}/organizations?limit=100`]),
    ]),
  ];
};

/**
 * Reads what is stored through the API, as the operator, and returns how many answers there were
 * and what is wrong with them.
 */
export const readBack = async (
  url: string,
  authorization: string,
  items: readonly Item[],
): Promise<{ readonly read: number; readonly faults: readonly string[] }> => {
  const connection = wire(url);
  const faults: string[] = [];
  let read = 0;
  const readOne = async (path: string): Promise<WireAnswer> => {
    const request = { method: 'GET', path, headers: { authorization } };
    const answer = await connection.send(request);
    read += 1;
    try {
      requireConformance(request, answer);
      if (answer.status !== 200) throw new Error(`GET ${path} → ${answer.status} ${answer.text}`);
    } catch (error) {
      faults.push((error as Error).message.slice(0, 1_000));
    }
    return answer;
  };
  const readList = async (first: string): Promise<void> => {
    let path: string | undefined = first;
    while (path !== undefined) {
      const answer: WireAnswer = await readOne(path);
      const linked = /^<([^>]+)>/.exec(answer.headers.link ?? '')?.[1];
      const next = typeof answer.body.next === 'string' ? `${first}&cursor=${encodeURIComponent(answer.body.next)}` : undefined;
      path = linked ?? next;
    }
  };
  const left = [...pathsOf(items)];
  const reader = async (): Promise<void> => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) await readList(path);
  };
  try {
    await Promise.all(Array.from({ length: 8 }, reader));
  } finally {
    connection.stop();
  }
  return { read, faults };
};
