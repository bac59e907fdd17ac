import { countReset } from '../../../../functions/partners/passwords/reset-requests.ts';
import { nameHash } from '../../../../functions/shared/auth/attempts.ts';
import { memoryTable } from '../../memory-table.ts';

const AT = new Date('2026-11-22T14:15:22.000Z');
const [HERE, THERE] = ['192.0.2.7', '198.51.100.9'];
const REFUSED = 'too-many-requests';

const scene = () => {
  const { table } = memoryTable();
  const request = (userName: string, from: string, at = AT) => table.commit(countReset(userName, from, at));
  return { table, request };
};

test('each request is counted for the user, the network and both, until the day or the hour is over', async () => {
  const { table, request } = scene();
  await request('Ada', HERE);
  await request('ADA', HERE);
  const counted = countReset('ada', HERE, AT).map(({ key }) => table.get(key));
  const [hour, day] = [Date.parse('2026-11-22T15:00:00Z') / 1000, Date.parse('2026-11-23T00:00:00Z') / 1000];
  const [user, type] = [nameHash('ada'), 'password-resets'];
  expect(await Promise.all(counted)).toEqual([
    { pk: `PASSWORD-RESETS#NETWORK#${HERE}`, sk: '2026-11-22T14', type, asked: 2, expiresAt: hour },
    { pk: `PASSWORD-RESETS#USER#${user}`, sk: '2026-11-22', type, asked: 2, expiresAt: day },
    { pk: `PASSWORD-RESETS#BOTH#${user}/${HERE}`, sk: '2026-11-22', type, asked: 2, expiresAt: day },
  ]);
});

test('three from one network and five of one user are counted in a day', async () => {
  const { request } = scene();
  const message = 'Too many links to set a password were requested; try again later.';
  const tomorrow = { code: REFUSED, message, headers: { 'retry-after': String(9 * 3600 + 44 * 60 + 38) } };
  for (let turn = 0; turn < 3; turn += 1) await request('ada', HERE);
  await expect(request('ada', HERE)).rejects.toMatchObject(tomorrow);
  for (let turn = 0; turn < 2; turn += 1) await request('ada', THERE);
  await expect(request('ada', THERE)).rejects.toMatchObject(tomorrow);
  await request('ada', THERE, new Date('2026-11-23T00:00:00.000Z'));
});

test('twenty from one network are counted in an hour', async () => {
  const { request } = scene();
  for (let turn = 0; turn < 20; turn += 1) await request(`user ${turn}`, HERE);
  await expect(request('another', HERE)).rejects.toMatchObject({ code: REFUSED, headers: { 'retry-after': String(44 * 60 + 38) } });
  await request('another', THERE);
  await request('another', HERE, new Date('2026-11-22T15:00:00.000Z'));
});
