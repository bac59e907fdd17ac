import type { Item } from '../../functions/shared/table/transaction.ts';
import type { Promises } from './promises.ts';
import type { Restored } from './restore.ts';
import { readAll } from './work.ts';

/** Holds the restored table to what the page says of it, before anything is repaired. */
export const checkTable = async (restored: Restored, promises: Promises): Promise<void> => {
  const { client, work, earlier, last } = restored;
  const now = await readAll(client, work.made);
  for (const [path, before] of earlier) {
    promises.check('an entity is as it was at the moment', isSame(now.get(path), before), path, { before, now: now.get(path) });
    if (typeof before === 'object' && typeof last.get(path) === 'number')
      promises.check('what was deleted since is there again', typeof now.get(path) === 'object', path, now.get(path));
  }
  for (const [path, body] of last)
    if (!earlier.has(path)) promises.check('what was created since is not there', now.get(path) === 404, `${path}: ${now.get(path)}`, body);
  await checkNames(restored, promises);
  await checkKeys(restored, promises);
  await checkUsers(restored, promises);
};

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const isItem = (value: Item | number | undefined): value is Item => typeof value === 'object';

const checkNames = async ({ client, work, earlier, last }: Restored, promises: Promises): Promise<void> => {
  for (const { path, kind } of work.made.filter(({ kind }) => kind === 'organization')) {
    const list = path.slice(0, path.lastIndexOf('/'));
    const [before, after] = [earlier.get(path), last.get(path)];
    const organization = (fields: Item) => ({ method: 'POST', path: list, body: { email: 'it@example.com', allowedUsers: 1, ...fields } });
    if (before === undefined && isItem(after) && earlier.has(list.replace('/organizations', ''))) {
      const { status, body } = await client.send(organization({ name: after.name, externalId: after.externalId }));
      const isNew = status === 201 && body.id !== after.id;
      promises.check('a name and an external id of since can be taken, by a new id', isNew, `${kind} ${after.name}: ${status}`, body);
    }
    if (isItem(before) && isItem(after) && before.name !== after.name) {
      const { status, body } = await client.send(organization({ name: before.name }));
      promises.check('a name that was given up since is taken again', status === 409, `${kind} ${before.name}: ${status}`, body);
    }
  }
};

const checkKeys = async ({ client, keyed: { before, after } }: Restored, promises: Promises): Promise<void> => {
  const again = ({ path, body, key }: typeof before) => client.send({ method: 'POST', path, body, headers: { 'idempotency-key': key } });
  const first = await again(before);
  const isReplayed = first.headers['idempotency-replayed'] === 'true' && first.body.id === before.id;
  promises.check('a keyed request of before is answered as the first time', isReplayed, `${first.status}`, first.body);
  const second = await again(after);
  const isDoneAgain = second.status === 201 && second.headers['idempotency-replayed'] === undefined && second.body.id !== after.id;
  promises.check('a keyed request of since creates again', isDoneAgain, `${second.status}`, second.body);
};

const checkUsers = async ({ client, users }: Restored, promises: Promises): Promise<void> => {
  const statusOf = async (as: string) => (await client.send({ path: '/v1/partners', as })).status;
  const [late, gone] = [await statusOf(users.late), await statusOf(users.gone)];
  promises.check('a credential of since does not sign in', late === 401, `${late}`);
  promises.check('a credential that was deleted since signs in again', gone === 200, `${gone}`);
};
