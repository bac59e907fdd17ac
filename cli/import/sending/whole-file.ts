import { normalise } from '../../../functions/shared/table/key-encoding.ts';
import type { Answer, LimitUse, RowAnswer } from '../batch-answer.ts';
import type { PostBatch } from '../batch-route.ts';
import { openHashes } from '../hashes.ts';
import { DONE } from '../result-line.ts';
import type { Row } from '../row.ts';
import { AGAIN } from './put-route.ts';

interface Content {
  readonly name?: unknown;
  readonly externalId?: unknown;
  readonly idempotencyKey?: unknown;
}

interface Claims {
  readonly key: string;
  readonly name: string;
  readonly externalId: string | undefined;
}

/**
 * Makes the dry runs of single requests right for a whole file: each row also meets the rows of
 * earlier requests that would have been created. The requests must be sent one after another. The
 * API itself compares the rows of one request, but by `update` each is a request of its own.
 */
export const wholeFile = (post: PostBatch, update: boolean): PostBatch => {
  const [keys, names, externalIds, owned] = [openHashes(), openHashes(), openHashes(), openHashes()];
  let room: number | undefined;
  let limit = 0;

  const isFull = (): boolean => room !== undefined && room <= 0;
  const full = (): RowAnswer => refusal('limit-reached', `The reseller may have ${limit} organizations, and would have them by then.`);
  const taken = (code: string, what: string) => (): RowAnswer =>
    isFull() ? full() : refusal(code, `An earlier row of the file has ${what}.`);

  /** Returns what earlier requests make of a row, if they do: how is known in its turn. */
  const meet = ({ key, name, externalId }: Claims): (() => RowAnswer) | undefined => {
    if (!update && keys.has(key)) return () => ({ status: DONE, replayed: true });
    const isOwn = update && externalId !== undefined && externalIds.has(externalId);
    if (names.has(name) && !(isOwn && owned.has(`${name} ${externalId}`))) return taken('name-taken', 'the same name');
    if (isOwn) return () => ({ status: 200 });
    return externalId !== undefined && externalIds.has(externalId) ? taken('external-id-taken', 'the same external id') : undefined;
  };
  const settle = (claims: Claims, answer: RowAnswer): RowAnswer => {
    if (answer.status === 409 && TAKEN.has(answer.body?.code ?? '') && isFull()) return full();
    if ((answer.status !== DONE && answer.status !== 200) || answer.replayed) return answer;
    if (answer.status === DONE) {
      if (isFull()) return full();
      if (room !== undefined) room -= 1;
    }
    keys.add(claims.key);
    names.add(claims.name);
    if (claims.externalId !== undefined) {
      externalIds.add(claims.externalId);
      if (update) owned.add(`${claims.name} ${claims.externalId}`);
    }
    return answer;
  };

  const postAll: PostBatch = async (rows, token): Promise<Answer> => {
    const asked = rows.map((row) => ({ row, claims: claimsOf(row) })).map((one) => ({ ...one, met: meet(one.claims) }));
    const left = asked.filter(({ met }) => met === undefined);
    const answer: Answer =
      left.length === 0
        ? { results: [] }
        : await post(
            left.map(({ row }) => row),
            token,
          );
    if (!('results' in answer)) return answer;
    const use = answer.limits?.find(({ limitName }) => limitName === 'allowedOrganizations');
    if (room === undefined && use) [room, limit] = [roomOf(use), use.limit ?? 0];
    const answers = answer.results[Symbol.iterator]();
    return { results: asked.map(({ claims, met }) => met?.() ?? settle(claims, answers.next().value as RowAnswer)) };
  };
  return update ? oneByOne(postAll) : postAll;
};

const oneByOne =
  (post: PostBatch): PostBatch =>
  async (rows, token) => {
    const results: RowAnswer[] = [];
    for (const row of rows) {
      const answer = await post([row], token);
      if ('results' in answer) results.push(...answer.results);
      else if (results.length === 0) return answer;
      // What is known is kept; the rest is asked for once more.
      else return { results: [...results, ...rows.slice(results.length).map(() => AGAIN)] };
    }
    return { results };
  };

const TAKEN = new Set(['name-taken', 'external-id-taken']);

/** Returns how many organizations a reseller had room for before a request. */
const roomOf = ({ limit, count, by }: LimitUse): number | undefined =>
  limit === undefined || limit < 0 || count === undefined ? undefined : limit - (count - by);

const claimsOf = ({ key, text }: Row): Claims => {
  const { name, externalId, idempotencyKey } = JSON.parse(text) as Content;
  return {
    key: typeof idempotencyKey === 'string' ? idempotencyKey : key,
    name: typeof name === 'string' ? normalise(name) : `${key} without a name`,
    externalId: typeof externalId === 'string' ? externalId : undefined,
  };
};

const refusal = (code: string, detail: string): RowAnswer => ({ status: 409, body: { code, detail } });
