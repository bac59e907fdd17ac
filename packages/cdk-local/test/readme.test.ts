import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { temporaryDirectory } from './assembly-fixture.ts';
import { ordersAssembly } from './orders-assembly.ts';
import { webhookReceiver } from './webhook-receiver.ts';

const EXAMPLE = join(import.meta.dirname, 'example.ts');

test('the README shows the example', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  expect(readme).toContain(`\`\`\`ts\n${readFileSync(EXAMPLE, 'utf8')}\`\`\``);
});

test('the example runs a template that it has never seen, from the request to the webhook', async () => {
  const receiver = await webhookReceiver();
  const seen = temporaryDirectory();
  const assembly = ordersAssembly(`${receiver.url}/hook`, join(seen.directory, 'seen'));
  try {
    const child = spawn(process.execPath, [EXAMPLE, assembly.directory, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [output, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(status).toBe(0);
    const lines = [/^POST \/orders\/1 201$/m, /^order\.created .*"order":"1"/m, /\/hook delivered 200$/m, /has been done\.$/m];
    for (const line of lines) expect(output).toMatch(line);
    expect(receiver.received.map(({ body }) => body)).toEqual(['{"order":"1"}']);
  } finally {
    await receiver.stop();
    assembly.remove();
    seen.remove();
  }
});
