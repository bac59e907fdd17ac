import { recordData } from './record.ts';

test('the scenario makes every kind of item and every event, and nothing that JSON does not hold', async () => {
  const { items, events } = await recordData();
  expect(JSON.parse(JSON.stringify({ items, events }))).toEqual({ items, events });
  expect(items.replays.map(({ status }) => status)).toEqual([201, 201]);
});
