import type { Key } from '../../functions/shared/table/keys.ts';
import type { Api } from './api.ts';
import { fresh } from './samples.ts';

/** A name that nobody else has. */
export const named = (name: string): string => `${name} ${fresh()}`;

/** What tests of names under a former key ask and do. */
export const formerNameCalls = (api: () => Api) => ({
  isStored: async (key: Key): Promise<boolean> => (await api().table.table.get(key)) !== undefined,
  patched: async (path: string, body: object): Promise<void> => expect(await api().patch(path, body)).toMatchObject({ status: 200 }),
});
