import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Fixture, writeAssembly } from './assembly-fixture.ts';

// Each function holds a connection to this test, which the operating system closes when the
// function's process ends.
const code = `
import { once } from 'node:events';
import { connect } from 'node:net';
export const handler = async () => {
  const test = connect(Number(process.env.PORT), '127.0.0.1');
  await new Promise((sent) => test.write(process.env.NAME, sent));
  switch (process.env.NAME) {
    case 'spins': while (true) ;
    case 'waits': return String(await once(test, 'data'));
    case 'is idle': return;
  }
};
`;

const program = fileURLToPath(new URL('./lambda-parent.ts', import.meta.url));
let assembly: Fixture;
let server: Server;
let parent: ChildProcess;
let connection: Socket;

beforeEach(async () => {
  assembly = writeAssembly({}, { main: code });
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  parent.kill('SIGKILL');
  connection?.destroy();
  server.close();
  assembly.remove();
});

/**
 * Starts a program that invokes this function, in a process group of its own; resolves when the
 * function has begun.
 */
const begin = async (name: string): Promise<void> => {
  const { port } = server.address() as AddressInfo;
  parent = spawn(process.execPath, [program, assembly.directory, String(port), name], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  [connection] = (await once(server, 'connection')) as [Socket];
  expect(String(await once(connection, 'data'))).toBe(name);
};

const functionEnds = (): Promise<unknown> => once(connection.on('error', () => {}).resume(), 'close');

test.each(['spins', 'waits', 'is idle'])('a function that %s ends when the program around it is killed', async (name) => {
  await begin(name);
  const end = functionEnds();
  parent.kill('SIGKILL');
  await end;
});

test('an interrupt from the terminal leaves the functions alone, so that the program can let them finish', async () => {
  await begin('waits');
  const end = functionEnds();
  const output = text(parent.stdout as NodeJS.ReadableStream);
  process.kill(-(parent.pid as number), 'SIGINT');
  await once(parent.stdout as NodeJS.ReadableStream, 'data');
  connection.write('finished');
  await end;
  expect(await output).toBe('draining\nfinished\n');
});
