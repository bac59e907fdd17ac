import { inspect } from 'node:util';
import { rethrowWithoutAddresses } from '../../../functions/welcome/without-addresses.ts';

const thrown = (error: unknown): unknown => {
  try {
    return rethrowWithoutAddresses(error);
  } catch (again) {
    return again;
  }
};

test('an error of SES keeps its name and its words, without the address of the person', () => {
  const words =
    'Email address is not verified. The following identities failed the check in region EU-WEST-1: Ada <ada@contoso.example>, it@x.example';
  const error = Object.assign(new Error(words), { name: 'MessageRejected', $fault: 'client', $metadata: { httpStatusCode: 400 } });
  const again = thrown(error);
  expect(again).toMatchObject({ name: 'MessageRejected', $fault: 'client', message: expect.stringContaining('not verified') });
  expect(inspect(again, { depth: 9 })).not.toContain('@contoso.example');
  expect(inspect(again, { depth: 9 })).not.toContain('it@x');
});

test('an outage stays one: nothing says that SES refused', () => {
  expect(thrown(new Error('socket hang up'))).toEqual(new Error('socket hang up'));
  expect(thrown(new Error('socket hang up'))).not.toHaveProperty('$fault');
});
