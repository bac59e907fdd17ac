import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import type { RecordedCall } from '../../testing/recorded-release.ts';
import { send as request } from '../shared/send.ts';
import type { System } from '../system/system.ts';

/** An answer with its body parsed. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Item & readonly Item[];
}

/**
 * Opens a client of a system, which calls as the operator unless a call says otherwise; the subject
 * is that of the record, whose keyed requests are its own.
 */
export const openClient = async (system: System) => {
  const operator = `Bearer ${await system.token({ permissions: [...PERMISSIONS], subject: 'operator' })}`;

  const send = async ({ method = 'GET', path, query = '', headers = {}, body, as = operator }: RecordedCall): Promise<Answer> => {
    const url = `${system.url}${path}${query && `?${query}`}`;
    const answered = await request({ method, url, headers: { ...(as !== null && { authorization: as }), ...headers }, body });
    return { ...answered, body: (answered.body ?? null) as Answer['body'] };
  };

  const succeed = async (call: RecordedCall): Promise<Item> => {
    const { status, body } = await send(call);
    if (status < 200 || status > 299) throw new Error(`${call.method ?? 'GET'} ${call.path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };

  return {
    send,
    get: (path: string, query = '') => send({ path, query }),
    post: (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => succeed({ method: 'POST', path, body, headers }),
    patch: (path: string, body: unknown) => succeed({ method: 'PATCH', path, body }),
    remove: (path: string) => succeed({ method: 'DELETE', path }),
  };
};

export type Client = Awaited<ReturnType<typeof openClient>>;
