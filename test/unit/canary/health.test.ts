import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { requireHealth } from '../../../functions/canary/health.ts';
import { DeadlineExceeded, withDeadline } from '../../../functions/shared/base/deadline.ts';

let server: Server;
let answer: RequestListener;

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const read = () => requireHealth(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

test('an API that answers ok is up', async () => {
  const paths: unknown[] = [];
  answer = ({ url }, response) => {
    paths.push(url);
    response.end('{"status":"ok"}');
  };
  await expect(read()).resolves.toBeUndefined();
  expect(paths).toEqual(['/healthz']);
});

test('a status, a connection that ends and an answer that is late are errors that name the path', async () => {
  answer = (_, response) => void response.writeHead(503).end();
  await expect(read()).rejects.toThrow('GET /healthz failed: the answer has the status 503');
  answer = ({ socket }) => void socket.destroy();
  await expect(read()).rejects.toMatchObject({ message: 'GET /healthz failed: socket hang up', cause: { code: 'ECONNRESET' } });
  answer = () => undefined;
  const invocation = withDeadline(read);
  await expect(invocation(undefined, { getRemainingTimeInMillis: () => 600 })).rejects.toMatchObject({
    message: expect.stringContaining('GET /healthz failed: '),
    cause: expect.any(DeadlineExceeded),
  });
});
