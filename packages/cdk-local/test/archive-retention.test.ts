import { MOST_ARCHIVED, trim } from '../src/eventbridge/archives.ts';
import type { Archive, EventEnvelope } from '../src/eventbridge/resources.ts';

test('an archive forgets what is older than its retention, and the oldest when it holds too much', () => {
  const event = {} as EventEnvelope;
  const day = 86_400_000;
  const archive = (retentionDays: number, ages: readonly number[]) =>
    ({ retentionDays, events: ages.map((age) => ({ at: 100 * day - age * day, bytes: 2, event })) }) as unknown as Archive;
  const kept = (one: Archive) => {
    trim(one, 100 * day);
    return one.events.length;
  };
  expect(kept(archive(7, [9, 8, 7, 6]))).toBe(2);
  expect(kept(archive(7, [9, 8]))).toBe(0);
  expect(kept(archive(0, [9, 8]))).toBe(2);
  expect(kept(archive(0, new Array<number>(MOST_ARCHIVED + 5).fill(1)))).toBe(MOST_ARCHIVED);
});
