import express from 'express';
import { receive } from './receive.ts';

export const app = express();

// No parser of JSON may come before it: the body is verified as it arrived.
app.post('/webhooks', express.raw({ type: () => true, limit: '1mb' }), async (request, response) => {
  response.sendStatus(await receive(request.headers, request.body ?? ''));
});
