import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { receive } from './receive.ts';

/** Runs on Node.js, Deno, Bun, Cloudflare Workers and Lambda. */
export const app = new Hono();

// Nobody has proved anything yet when the body is read.
app.post('/webhooks', bodyLimit({ maxSize: 1_048_576 }), async (context) => {
  const { headers } = context.req.raw;
  return new Response(null, { status: await receive(headers, await context.req.arrayBuffer()) });
});
