// In a project: app/webhooks/route.ts.
import { receive } from './receive.ts';

const MAX_BODY = 1_048_576;

export const POST = async (request: Request): Promise<Response> => {
  const body = await readBody(request);
  return new Response(null, { status: body === undefined ? 413 : await receive(request.headers, body) });
};

// Next.js has no limit for routes, and nobody has proved anything yet. A stated length may be
// wrong.
const readBody = async ({ body }: Request): Promise<ArrayBuffer | undefined> => {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = body?.getReader();
  for (let length = 0; reader; ) {
    const { value } = await reader.read();
    if (value === undefined) break;
    parts.push(value);
    length += value.byteLength;
    if (length <= MAX_BODY) continue;
    await reader.cancel();
    return undefined;
  }
  return new Blob(parts).arrayBuffer();
};
