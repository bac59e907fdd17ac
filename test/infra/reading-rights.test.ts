import { IN_PARTITIONS } from './partition-rights.ts';

// That the template grants just these is what rights.test.ts tests.
it('no function whose route only reads can write what anybody signs in with, or is', () => {
  const reading = Object.entries(IN_PARTITIONS).filter(([name]) => /(?:Get|List|Limits)$/.test(name));
  const writes = reading.flatMap(([name, { PutItem = '', UpdateItem = '', DeleteItem = '' }]) =>
    [PutItem, UpdateItem, DeleteItem].flatMap((partitions) => partitions.split(' ').map((partition) => `${name} ${partition}`)),
  );
  expect(new Set(writes.map((write) => write.replace(/^\w+ (?:CURSOR-SECRET#\w+$)?/, '')))).toEqual(
    new Set(['', 'CREDENTIAL-USE#*', 'SIGN-IN#*']),
  );
});
