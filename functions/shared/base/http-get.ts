// Both `fetch` and a static `import 'node:http'` load undici: an ES module gets every export, and
// some of them are lazy. That is 60 ms of CPU in a cold start, where this call costs 5.
const client = ({ protocol }: URL) =>
  protocol === 'https:' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');

/** The largest body that is read, in bytes. */
const MAX_BYTES = 1_000_000;

/**
 * Reads a document over HTTP, on a connection of its own.
 * @throws {Error} when the status is not 200 (a redirect is not followed), the body is larger than
 *   a megabyte, the connection fails, or the signal aborts (its reason)
 */
export const httpGet = (url: URL, signal: AbortSignal): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // An aborted request fails with an error that only has the reason as its cause.
    const fail = (error: unknown): void => reject(signal.aborted ? signal.reason : error);
    const refuse = (reason: string): void => {
      reject(new Error(`the answer ${reason}`));
      request.destroy();
    };
    const request = client(url).get(url, { agent: false, headers: { accept: 'application/json' }, signal }, (answer) => {
      if (answer.statusCode !== 200) return refuse(`has the status ${answer.statusCode}`);
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MAX_BYTES) refuse(`is larger than ${MAX_BYTES} bytes`);
      });
      answer.on('end', () => resolve(Buffer.concat(chunks)));
      answer.on('error', fail);
    });
    request.on('error', fail);
    // Without a listener Node ends the connection, and says nothing.
    request.on('upgrade', ({ statusCode }) => refuse(`has the status ${statusCode}`));
  });
