import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCheckpoints } from '../src/event-source/checkpoints.ts';
import { eventBridge } from '../src/eventbridge/event-bridge.ts';
import { MOST_REPLAYS } from '../src/eventbridge/replays.ts';
import { openAccess } from '../src/iam/access.ts';
import { MOST_EMAILS, mailbox } from '../src/ses/mailbox.ts';
import type { StoredMessage } from '../src/sqs/message.ts';
import { messageStore } from '../src/sqs/message-store.ts';
import { temporaryDirectory } from './assembly-fixture.ts';

const account = { region: 'eu-west-1', account: '123456789012' };

test('the mailbox remembers the last thousand e-mails', () => {
  const mails = mailbox({ warn: () => undefined });
  const send = (subject: string) =>
    mails.sendEmail({
      FromEmailAddress: 'from@example.com',
      Destination: { ToAddresses: ['to@example.com'] },
      Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: 'text' } } } },
    });
  for (let count = 1; count <= MOST_EMAILS + 5; count += 1) send(String(count));
  expect([mails.emails.length, mails.emails[0]?.subject, mails.emails.at(-1)?.subject]).toEqual([
    MOST_EMAILS,
    '6',
    String(MOST_EMAILS + 5),
  ]);
});

test('replays that ended are forgotten, the oldest first, when there are too many', async () => {
  const bridge = eventBridge({ ...account, timeScale: 0.001 });
  bridge.createEventBus({ Name: 'bus' });
  const { ArchiveArn: EventSourceArn } = bridge.createArchive({
    ArchiveName: 'archive',
    EventSourceArn: `arn:aws:events:eu-west-1:123456789012:event-bus/bus`,
  });
  const replay = (name: string) =>
    bridge.startReplay({
      ReplayName: name,
      EventSourceArn,
      EventStartTime: new Date(0),
      EventEndTime: new Date(1000),
      Destination: { Arn: 'arn:aws:events:eu-west-1:123456789012:event-bus/bus' },
    });
  for (let count = 0; count < MOST_REPLAYS; count += 1) replay(`r${count}`);
  await bridge.idle();
  for (let count = 0; count < 3; count += 1) replay(`late${count}`);
  expect(() => bridge.describeReplay({ ReplayName: 'r2' })).toThrow('does not exist');
  expect([bridge.describeReplay({ ReplayName: 'r3' }).State, bridge.describeReplay({ ReplayName: 'late2' }).State]).toEqual([
    'COMPLETED',
    'STARTING',
  ]);
  await bridge.stop();
});

test('a denial is a warning once, while it is remembered', () => {
  const warnings: string[] = [];
  const access = openAccess({ onDenied: () => undefined, warn: (message) => warnings.push(message) });
  const ask = (id: number) =>
    access.permits({ roleArn: 'arn:role', sessionName: 'test' }, { action: 'sqs:SendMessage', resource: `arn:queue-${id}` });
  for (let id = 0; id < 10_000; id += 1) ask(id);
  ask(0);
  expect(warnings).toHaveLength(10_000);
  ask(10_000);
  ask(0);
  expect(warnings).toHaveLength(10_002);
});

test('a queue that nobody reads loses what is older than its retention with the next message', () => {
  const removed: string[] = [];
  const store = messageStore({ retentionMs: 60_000, onRemoved: (id) => removed.push(id) });
  const message = (id: string, ageMs: number) => ({ id, sentAt: Date.now() - ageMs }) as StoredMessage;
  for (const id of ['a', 'b', 'c']) store.set(message(id, id === 'c' ? 30_000 : 61_000));
  expect(removed).toEqual(['a', 'b']);
  expect(store.all(Date.now()).map(({ id }) => id)).toEqual(['c']);
});

test('positions in shards that are gone are forgotten, those of other streams are not', () => {
  const folder = temporaryDirectory();
  const file = join(folder.directory, 'checkpoints.json');
  const checkpoints = openCheckpoints(file);
  for (const shard of ['m1 stream a', 'm1 stream b', 'm2 stream a']) checkpoints.set(shard, '1');
  checkpoints.retain('m1 stream ', ['m1 stream b']);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ 'm1 stream b': '1', 'm2 stream a': '1' });
  folder.remove();
});
