import type { Item } from '../../functions/shared/table/transaction.ts';
import type { Answer, Api, Call } from '../integration/api.ts';

type Options = Omit<Call, 'path' | 'body'>;

const succeed = ({ status, body, items }: Answer, call: string): Item => {
  if (status < 200 || status > 299) throw new Error(`${call} was refused: ${JSON.stringify(body)}`);
  return { ...body, items };
};

/** Returns requests that must succeed, and answer the body. */
export const makeWith = (api: Api) => ({
  make: async (path: string, body: unknown, options: Options = {}): Promise<Item> =>
    succeed(await api.post(path, body, options), `POST ${path}`),
  change: async (path: string, body: unknown): Promise<Item> => succeed(await api.patch(path, body), `PATCH ${path}`),
  remove: async (path: string): Promise<Item> => succeed(await api.remove(path), `DELETE ${path}`),
  put: async (path: string, body: unknown): Promise<Item> => succeed(await api.put(path, body), `PUT ${path}`),
});
