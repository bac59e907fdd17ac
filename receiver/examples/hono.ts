import { Hono } from 'hono';
import { receive } from './receive.ts';

/** Runs on Node.js, Deno, Bun, Cloudflare Workers and Lambda. */
export const app = new Hono();

app.post('/webhooks', async (context) => {
  const { headers } = context.req.raw;
  return new Response(null, { status: await receive(headers, await context.req.arrayBuffer()) });
});
