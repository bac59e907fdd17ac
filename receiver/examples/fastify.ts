import { fastify } from 'fastify';
import { receive } from './receive.ts';

export const app = fastify({ bodyLimit: 1_048_576 });

// A scope of its own: other routes keep their parser of JSON.
app.register(async (scope) => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, async (_: unknown, body: Buffer) => body);
  scope.post<{ Body: Buffer | undefined }>('/webhooks', async (request, reply) => {
    reply.code(await receive(request.headers, request.body ?? '')).send();
    return reply;
  });
});
