import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { checkCertificate } from '../../cli/doctor/http/certificate.ts';
import { selfSigned } from '../support/certificate.ts';

describe('a certificate', () => {
  // A certificate ends at a whole second.
  const end = new Date(Math.ceil(Date.now() / 1000) * 1000 + 90 * 86_400_000 + 500);
  const { key, cert } = selfSigned(end);
  const secure = createServer({ key, cert });
  const check = (daysBefore: number, ca?: string, host = 'localhost') =>
    checkCertificate({
      url: `https://${host}:${(secure.address() as AddressInfo).port}`,
      now: end.getTime() - daysBefore * 86_400_000,
      ...(ca !== undefined && { ca }),
    });
  beforeAll(() => new Promise<void>((resolve) => void secure.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => secure.close(resolve)));

  test.each([
    ['ok', 60, 'TLSv1.3, 59 days left'],
    ['warn', 20, 'TLSv1.3, 19 days left'],
  ])('is %s %i days before its end', async (result, days, seen) => {
    expect(await check(days, cert)).toMatchObject({ result, seen });
  });

  test('that nobody vouches for, or that is for another name, fails', async () => {
    expect(await check(60)).toMatchObject({ result: 'fail', seen: expect.stringContaining('SELF_SIGNED') });
    expect(await check(60, cert, '127.0.0.1')).toMatchObject({
      result: 'fail',
      seen: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
    });
  });
});
