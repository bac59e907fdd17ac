import type { WireAnswer, WireRequest } from '../../../testing/wire.ts';
import type { Tenant } from '../scene.ts';

/** Returns what an answer has of a tenant that the request did not name itself. */
export type Findings = (request: WireRequest, answer: WireAnswer) => readonly string[];

/** Finds the marks and ids of a tenant. */
export const findingsOf = ({ mark, pools, user }: Tenant): Findings => {
  const texts = [
    ...pools.resellers,
    ...pools.organizations.map(({ id }) => id),
    ...pools.webhooks.map(({ id }) => id),
    ...pools.events.map(({ id }) => id),
    ...pools.credentials.map(({ id }) => id),
    user.userName,
  ];
  const numbers = [...pools.partners, ...pools.contacts.map(({ id }) => id)];
  const ids = new RegExp(`${texts.join('|')}|(?<![\\d.])(?:${numbers.join('|')})(?![\\d.])`, 'gi');
  return (request, answer) => {
    const answered = `${answer.text}\n${JSON.stringify(answer.headers)}`;
    const found = [...(answered.includes(mark) ? [mark] : []), ...new Set(answered.match(ids))];
    if (found.length === 0) return [];
    const asked = askedBy(request);
    // A mark in capitals is no mark: an answer must not have the spelling that is stored.
    return found.filter((one) => !asked.includes(one) && (one === mark || !asked.toLowerCase().includes(one.toLowerCase())));
  };
};

/** All that a request says, also what is encoded. */
const askedBy = ({ path, headers = {}, payload }: WireRequest): string => {
  const lines = Object.values(headers).flat();
  const signedIn = lines.map((line) => Buffer.from(line.replace(/^Basic /i, ''), 'base64').toString());
  const chunks = payload === undefined ? [] : Array.isArray(payload) ? payload : [payload as string | Uint8Array];
  const body = chunks.map((chunk) => Buffer.from(chunk as string).toString()).join('');
  return [path, decoded(path), ...lines, ...signedIn, body, unescaped(body)].join('\n');
};

const decoded = (path: string): string =>
  path.replaceAll(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString());

const unescaped = (body: string): string =>
  body.replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
