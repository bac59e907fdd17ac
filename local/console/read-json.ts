import type { IncomingMessage } from 'node:http';
import { readBody } from '@tenantry/cdk-local/http-api/request';

const LONGEST = 256 * 1024;

/** Reads the JSON object of a request; undefined when it has none, or one that is too long. */
export const readJson = async (request: IncomingMessage): Promise<Readonly<Record<string, unknown>> | undefined> => {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return undefined;
  const body = await readBody(request, LONGEST);
  if (!body) return undefined;
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};
