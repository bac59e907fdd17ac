import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Fixture, temporaryDirectory } from './assembly-fixture.ts';
import { ordersAssembly } from './orders-assembly.ts';
import { type Reply, type WebhookReceiver, webhookReceiver } from './webhook-receiver.ts';

type Line = {
  readonly url?: string;
  readonly awsUrl?: string;
  readonly failure?: string;
  readonly delivery?: { readonly outcome: string };
};

let receiver: WebhookReceiver;
let state: Fixture;
let assembly: Fixture;
let answer: number;
const children: ChildProcess[] = [];

beforeEach(async () => {
  answer = 200;
  const reply: Reply = (response) => response.writeHead(answer).end();
  receiver = await webhookReceiver(reply);
  state = temporaryDirectory();
  assembly = ordersAssembly(`${receiver.url}/hook`, join(state.directory, 'seen'));
});

afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  await receiver.stop();
  assembly.remove();
  state.remove();
});

const kill = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
};

/** A runtime in a process of its own. */
const start = async (dataDir = join(state.directory, 'data')) => {
  const program = join(import.meta.dirname, 'runtime-process.ts');
  const child = spawn(process.execPath, [program, assembly.directory, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines: Line[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    lines.push(JSON.parse(line) as Line);
    child.emit('line');
  });
  const said = async (wanted: (line: Line) => boolean): Promise<Line> => {
    let found = lines.find(wanted);
    while (found === undefined) {
      await once(child, 'line');
      found = lines.find(wanted);
    }
    return found;
  };
  const { url = '', awsUrl = '' } = await said((line) => line.url !== undefined);
  return { child, url, awsUrl, said };
};

const order = async (url: string, id: string, kind = 'plain'): Promise<number> => {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${url}/orders/${id}`, { method: 'POST', headers, body: JSON.stringify({ kind }) })).status;
};

const arrived = (): readonly string[] => receiver.received.map(({ body }) => (JSON.parse(body) as { readonly order: string }).order);

const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + 15_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
};

/** The processes of the table servers below a runtime, without the shells that guard them. */
const tableServers = ({ pid = 0 }: ChildProcess): readonly number[] => {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' }).split('\n');
  const all = rows
    .map((row) => row.trim().split(/ +/))
    .map(([id, parent, name = '']) => ({ id: Number(id), parent: Number(parent), name }));
  const below = (parent: number): typeof all => all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.id)]);
  return below(pid).flatMap(({ id, name }) => (name.includes('dynoxide') ? [id] : []));
};

const killTableServer = async (child: ChildProcess): Promise<void> => {
  await until('the table server', () => tableServers(child).length === 1);
  for (const pid of tableServers(child)) process.kill(pid, 'SIGKILL');
};

const letters = async (awsUrl: string): Promise<number> => {
  const answered = await fetch(awsUrl, {
    method: 'POST',
    headers: {
      'x-amz-target': 'AmazonSQS.GetQueueAttributes',
      'content-type': 'application/x-amz-json-1.0',
      authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify({ QueueUrl: `${awsUrl}/000000000000/letters`, AttributeNames: ['All'] }),
  });
  const { Attributes } = (await answered.json()) as { readonly Attributes: Readonly<Record<string, string>> };
  return Number(Attributes.ApproximateNumberOfMessages);
};

test('webhooks that wait for a retry and dead letters outlive a runtime that is killed, and what is over does not come again', async () => {
  const first = await start();
  expect([await order(first.url, 'taken'), await order(first.url, 'poison', 'poison')]).toEqual([201, 201]);
  await until('the first webhook', () => arrived().includes('taken'));
  await until('the dead letter', async () => (await letters(first.awsUrl)) === 1);
  answer = 503;
  expect([await order(first.url, 'waiting-1'), await order(first.url, 'waiting-2')]).toEqual([201, 201]);
  await until('both to be tried', () => ['waiting-1', 'waiting-2'].every((id) => arrived().includes(id)));
  await kill(first.child);

  const before = receiver.received.length;
  answer = 200;
  const second = await start();
  await until('both to arrive', () => new Set(arrived().slice(before)).size === 2);
  expect(await letters(second.awsUrl)).toBe(1);
  expect(await order(second.url, 'next')).toBe(201);
  await until('the next', () => arrived().includes('next'));
  // At least once: what was under way comes again, a webhook or the function that had published it
  // and had not returned yet.
  expect(new Set(arrived().slice(before))).toEqual(new Set(['next', 'waiting-1', 'waiting-2']));
}, 60_000);

test('a table server that is killed again and again comes back with its data, and streams go on where they were', async () => {
  const runtime = await start();
  const statuses: number[] = [];
  const taken: string[] = [];
  for (let id = 1; id <= 30; id += 1) {
    if (id % 10 === 5) await killTableServer(runtime.child);
    const status = await order(runtime.url, `o${id}`);
    statuses.push(status);
    if (status === 201) taken.push(`o${id}`);
  }
  // The function of this small system knows no outage: what fails in between is a 500 of the
  // gateway.
  expect(statuses.filter((status) => status !== 201 && status !== 500)).toEqual([]);
  await until('every order that was taken', () => taken.every((id) => arrived().includes(id)));
  expect(taken.length).toBeGreaterThan(20);
  expect(tableServers(runtime.child)).toHaveLength(1);
}, 60_000);

test('a shell that guards the table server and is killed takes it along, and both come back', async () => {
  const runtime = await start();
  const [server = 0] = tableServers(runtime.child);
  const guard = Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(server)], { encoding: 'utf8' }));
  process.kill(guard, 'SIGKILL');
  await until('another server', () => tableServers(runtime.child).some((pid) => pid !== server));
  await until('it to answer', async () => (await order(runtime.url, 'after')) === 201);
  expect(tableServers(runtime.child)).not.toContain(server);
}, 60_000);

test('a table server in memory that is killed is the end: the runtime says why', async () => {
  const runtime = await start('');
  expect(await order(runtime.url, '1')).toBe(201);
  await killTableServer(runtime.child);
  const { failure } = await runtime.said((line) => line.failure !== undefined);
  expect(failure).toContain('which was in memory');
}, 60_000);
