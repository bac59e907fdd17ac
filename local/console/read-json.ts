import type { IncomingMessage } from 'node:http';

const LONGEST = 256 * 1024;

/** Reads the JSON object of a request; undefined when it has none, or one that is too long. */
export const readJson = async (request: IncomingMessage): Promise<Readonly<Record<string, unknown>> | undefined> => {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST) return undefined;
    chunks.push(chunk);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};
