import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpGet } from '../../../functions/shared/base/http-get.ts';

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

const get = (signal = new AbortController().signal) =>
  httpGet(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`), signal);

test('the body is returned whole', async () => {
  answer = (_, response) => {
    response.write('{"keys":');
    setImmediate(() => response.end('[]}'));
  };
  expect(String(await get())).toBe('{"keys":[]}');
});

test.each([301, 404, 503])('the status %i is an error, also with a body that never ends', async (status) => {
  answer = (_, response) => void response.writeHead(status, { location: '/other' }).write('{');
  await expect(get()).rejects.toThrow(`the answer has the status ${status}`);
});

test('an answer that switches the protocol is an error', async () => {
  answer = (_, { socket }) => void socket?.write('HTTP/1.1 101 Other\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n');
  await expect(get()).rejects.toThrow('the answer has the status 101');
});

test('a body of more than a megabyte is an error', async () => {
  const body = (bytes: number) => (_: unknown, response: Parameters<RequestListener>[1]) => void response.end(Buffer.alloc(bytes, ' '));
  answer = body(1_000_000);
  expect(await get()).toHaveLength(1_000_000);
  answer = body(1_000_001);
  await expect(get()).rejects.toThrow('the answer is larger than 1000000 bytes');
});

test('a body that is cut off, and a connection that ends without an answer, are errors', async () => {
  answer = (request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{');
    setImmediate(() => request.socket.destroy());
  };
  await expect(get()).rejects.toMatchObject({ code: 'ECONNRESET' });
  answer = (request) => void request.socket.destroy();
  await expect(get()).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('an abort ends it with the reason, before the answer and within it', async () => {
  const reason = new Error('the time is over');
  const controllers = [new AbortController(), new AbortController()];
  answer = () => controllers[0]?.abort(reason);
  await expect(get(controllers[0]?.signal)).rejects.toBe(reason);
  answer = (_, response) => {
    response.write('{');
    setImmediate(() => controllers[1]?.abort(reason));
  };
  await expect(get(controllers[1]?.signal)).rejects.toBe(reason);
});
