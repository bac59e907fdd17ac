import dns from 'node:dns';
import { closeNetwork } from '../../prove/system/no-network.ts';

const { lookup } = dns;
afterEach(() => Object.assign(dns, { lookup }));

const find = (host: string) =>
  new Promise((resolve) => dns.lookup(host, (error, address) => resolve(error ? (error as NodeJS.ErrnoException).code : address)));

test('a process whose network is closed finds this machine, and no other', async () => {
  closeNetwork();
  expect([await find('127.0.0.1'), await find('::1')]).toEqual(['127.0.0.1', '::1']);
  expect(['127.0.0.1', '::1']).toContain(await find('localhost'));
  expect([await find('hooks.example.com'), await find('example.test')]).toEqual(['ENOTFOUND', 'ENOTFOUND']);
});
