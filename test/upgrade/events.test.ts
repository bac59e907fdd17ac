import { parseEvent, parseWebhook } from '../../events/index.ts';
import { verifyWebhook } from '../../receiver/verify-webhook.ts';
import { type RecordedEvents, type RecordedItems, readRecorded, webhookOf } from '../../testing/recorded-release.ts';
import { publishedEvent } from './record.ts';

const { keys, events, ...paths } = readRecorded<RecordedEvents>('events.json');
const named = events.map((event) => [event.detail.payload.event, event] as const);

test('a release has events', () => expect(events.length).toBeGreaterThan(15));

describe.each(named)('%s of the last release', (name, event) => {
  const { metadata, payload } = event.detail;
  const { headers, body } = webhookOf(event, paths.headers);

  test('is parsed as an event and as a webhook', () => {
    expect(parseEvent(event)).toBe(event);
    expect(parseWebhook(JSON.parse(body))).toMatchObject({ event: name });
  });

  test('is verified with the keys of the release, and refused when it was changed', async () => {
    const verified = await verifyWebhook(headers, body, keys, { token: null });
    expect(verified).toMatchObject({ ...payload, id: metadata.eventId, tenant: metadata.tenant });
    const changed = verifyWebhook(headers, body.replace('"event"', '"Event":0,"event"'), keys, { token: null });
    await expect(changed).rejects.toMatchObject({ code: 'bad-signature' });
  });
});

test('an event that the last release stored and did not publish is published as it would have been', () => {
  const { items } = readRecorded<RecordedItems>('items.json');
  const published = items.flatMap((item) => publishedEvent(item) ?? []);
  for (const event of events) expect(published.find(({ id }) => id === event.id)).toMatchObject(event);
});
