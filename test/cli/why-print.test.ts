import { formatStory } from '../../cli/why/print.ts';
import type { Story } from '../../cli/why/story.ts';

const at = '2026-11-22T15:02:10.000Z';
const hostile = 'x\u001b[31m\u0007';

const delivery = {
  ...{ id: 'd', webhookId: 'w', eventId: 'e', event: 'partner.updated', tenant: '/partners/1', result: 'redelivered' as const },
  ...{ errorCode: hostile, reason: hostile, at: '2026-11-22T15:02:12.000Z', redeliveredAt: '2026-11-22T16:00:00.000Z' },
};

const story: Story = {
  ...{ id: 'e', event: 'partner.updated', resource: 'partner', resourceId: '1', action: 'updated', tenant: '/partners/1' },
  ...{ actor: hostile, requestId: hostile, version: 2, at },
  changes: [{ propertyName: hostile, oldValue: null, newValue: hostile }],
  endpoints: [
    {
      webhookId: 'w',
      name: hostile,
      outcome: 'unconfirmed',
      explanation: hostile,
      certainAt: '2026-11-23T17:00:00.000Z',
      deliveries: [delivery],
    },
    { webhookId: 'v', outcome: 'not-sent', explanation: 'The endpoint was disabled.', deliveries: [], next: 'enable it' },
  ],
};

test('nothing that others wrote reaches the terminal as it is', () => {
  expect(formatStory(story).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
});

test('the timeline has what was recorded in the order of time, and then what is not recorded', () => {
  const shown = 'x\\u001b[31m\\u0007';
  const lines = formatStory(story)
    .split('\n')
    .slice(-7)
    .map((line) => line.trim());
  expect(lines).toEqual([
    `${at}  committed`,
    'published    an endpoint was sent it',
    `2026-11-22T15:02:12.000Z  dead-letter  ${shown} (w): ${shown} (${shown})`,
    `2026-11-22T16:00:00.000Z  redelivered  ${shown} (w)`,
    `unconfirmed  ${shown} (w): ${shown}`,
    'not-sent     v: The endpoint was disabled.',
    'next, v: enable it',
  ]);
});
