// In a project: app/webhooks/route.ts.
import { receive } from './receive.ts';

export const POST = async (request: Request): Promise<Response> =>
  new Response(null, { status: await receive(request.headers, await request.arrayBuffer()) });
