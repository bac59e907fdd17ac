import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { openIssuer } from '../../local/keys.ts';
import type { ListenOptions } from './options.ts';

/** An endpoint of the local runtime that leads here. */
export interface RegisteredEndpoint {
  readonly id: string;
  readonly token: string;
  remove(): Promise<void>;
}

/** The local runtime did not do what was asked of it. */
export class NotRegistered extends Error {}

/** The part of the API's answers that matters here. */
interface Answer {
  readonly id?: string;
  readonly status?: string;
  readonly statusReason?: string;
}

const PERMISSIONS = ['webhook:write', 'webhook:read'];

/**
 * Creates an endpoint that leads to a port of this machine, and waits until the runtime sends to
 * it.
 * @throws {NotRegistered}
 */
export const registerEndpoint = async ({ url, events, reseller }: ListenOptions, receiver: string): Promise<RegisteredEndpoint> => {
  const authorization = `Bearer ${await (await openIssuer()).mintToken({ permissions: PERMISSIONS })}`;
  const call = async (method: string, path: string, body?: object): Promise<Answer> => {
    const headers = { authorization, ...(body && { 'content-type': 'application/json' }) };
    const answer = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) }).catch(() => {
      throw new NotRegistered(`There is no local runtime at ${url}: start it with npx tenantry start.`);
    });
    const text = await answer.text();
    const json = (text === '' ? {} : JSON.parse(text)) as Answer & { readonly detail?: string };
    if (!answer.ok) throw new NotRegistered(`${method} ${path} was answered ${answer.status}: ${json.detail ?? text}`);
    return json;
  };

  const token = randomBytes(24).toString('base64url');
  const fields = { name: 'tenantry listen', url: receiver, token, events, ...(reseller !== undefined && { resellerId: reseller }) };
  const { id = '' } = await call('POST', '/v3/webhooks', fields);
  const remove = async () => void (await call('DELETE', `/v3/webhooks/${id}`));
  try {
    await waitUntilReady(() => call('GET', `/v3/webhooks/${id}`));
  } catch (error) {
    await remove().catch(() => undefined);
    throw error;
  }
  return { id, token, remove };
};

// A deployment settles for a minute, and its sweep comes within another.
const TRIES = 360;
const PAUSE_MS = 500;

const waitUntilReady = async (read: () => Promise<Answer>): Promise<void> => {
  for (let count = 0; count < TRIES; count += 1) {
    const { status, statusReason } = await read();
    if (status === 'failed') throw new NotRegistered(`The endpoint failed: ${statusReason}`);
    // Not only healthy: with --answer 410 it may be suspended by now.
    if (status !== 'pending') return;
    await delay(PAUSE_MS);
  }
  throw new NotRegistered('The endpoint is still pending after three minutes.');
};
