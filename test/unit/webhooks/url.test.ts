import fc from 'fast-check';
import { URL_CHARACTERS } from '../../../functions/shared/contract/eventbridge-url.ts';
import { canonicalUrl, urlViolations } from '../../../functions/webhooks/url.ts';
import { violationsOfUrl } from '../../support/service-model.ts';

const codes = (url: string, local = false) => urlViolations(url, { local }).map(({ code }) => code);

test.each([
  'https://hooks.example.com/tenantry',
  'https://hooks.example.com:8443/a?b=c',
  'https://HOOKS.Example.COM',
  'https://hooks.example.com./x',
  'https://bücher.example.com/ä',
  'https://xn--bcher-kva.example.com',
  'https://a.b.c.d.e.example.co.uk/%20',
  'https://1password.com/x',
  'https://hooks.example.com/@user',
  'https://hooks.example.com?to=a@b',
  'https://localhost.example.com',
  'https://internal.example.com',
])('%s may be sent to', (url) => {
  expect(codes(url)).toEqual([]);
});

test.each([
  ['plain http', 'http://hooks.example.com', 'not-https'],
  ['another scheme', 'ftp://hooks.example.com', 'not-https'],
  ['a file', 'file:///etc/passwd', 'not-https'],
  ['credentials', 'https://user:secret@hooks.example.com', 'credentials-in-url'],
  ['a user name', 'https://user@hooks.example.com', 'credentials-in-url'],
  ['an empty user name', 'https://@hooks.example.com/', 'credentials-in-url'],
  ['an empty user name and password', 'https://:@hooks.example.com/', 'credentials-in-url'],
  ['a fragment', 'https://hooks.example.com/#x', 'fragment-in-url'],
  ['an empty fragment', 'https://hooks.example.com/#', 'fragment-in-url'],
  ['a placeholder of EventBridge', 'https://hooks.example.com/*', 'placeholder-in-url'],
  ['a placeholder in its query', 'https://hooks.example.com/?a=*', 'placeholder-in-url'],
  ['no slashes', 'https:hooks.example.com', 'invalid-url'],
  ['one slash', 'https:/hooks.example.com', 'invalid-url'],
  ['three slashes', 'https:///hooks.example.com', 'invalid-url'],
  ['an IPv4 address', 'https://203.0.113.7/x', 'ip-literal'],
  ['a loopback address', 'https://127.0.0.1', 'ip-literal'],
  ['the metadata address', 'https://169.254.169.254/latest', 'ip-literal'],
  ['a decimal address', 'https://2130706433/', 'ip-literal'],
  ['an octal address', 'https://0177.0.0.1/', 'ip-literal'],
  ['a hexadecimal address', 'https://0x7f.1/', 'ip-literal'],
  ['a short address', 'https://127.1/', 'ip-literal'],
  ['an address with a trailing dot', 'https://127.0.0.1./', 'ip-literal'],
  ['an address in full-width digits', 'https://１２７.0.0.1/', 'ip-literal'],
  ['an address with ideographic full stops', 'https://127。0。0。1/', 'ip-literal'],
  ['IPv6 loopback', 'https://[::1]/', 'ip-literal'],
  ['an IPv4-mapped IPv6 address', 'https://[::ffff:127.0.0.1]/', 'ip-literal'],
  ['a unique local IPv6 address', 'https://[fd00:ec2::254]/', 'ip-literal'],
  ['localhost', 'https://localhost/', 'private-host'],
  ['localhost with a trailing dot', 'https://localhost./', 'private-host'],
  ['localhost in capitals', 'https://LOCALHOST/', 'private-host'],
  ['a name below localhost', 'https://a.localhost/', 'private-host'],
  ['a name in full-width letters', 'https://ｌｏｃａｌｈｏｓｔ/', 'private-host'],
  ['a name with a soft hyphen', 'https://local\u00adhost/', 'private-host'],
  ['an internal name', 'https://metadata.google.internal/', 'private-host'],
  ['an internal name with a trailing dot', 'https://ip-10-0-0-1.ec2.internal./', 'private-host'],
  ['multicast DNS', 'https://printer.local/', 'private-host'],
  ['a home network', 'https://nas.home.arpa/', 'private-host'],
  ['a reverse name', 'https://1.0.0.127.in-addr.arpa/', 'private-host'],
  ['a name without a dot', 'https://intranet/', 'private-host'],
  ['an underscore', 'https://a_b.example.com/', 'invalid-host'],
  ['a wildcard', 'https://*.example.com/', 'placeholder-in-url'],
  ['a label that is too long', `https://${'a'.repeat(64)}.example.com/`, 'invalid-host'],
  ['an empty label', 'https://a..example.com/', 'invalid-host'],
  ['nothing', '', 'invalid-url'],
  ['a relative path', '/hooks', 'invalid-url'],
  ['no scheme', 'hooks.example.com/x', 'invalid-url'],
  ['no host', 'https://', 'invalid-url'],
  ['white space before', ' https://hooks.example.com', 'invalid-url'],
  ['a line break inside', 'https://hooks.exam\nple.com', 'invalid-url'],
  ['a tab inside', 'https://local\thost/', 'invalid-url'],
  ['a backslash', 'https:\\\\hooks.example.com\\x', 'invalid-url'],
  ['a backslash before an at sign', 'https://evil.example.com\\@127.0.0.1/', 'invalid-url'],
  ['a port that is none', 'https://hooks.example.com:99999/', 'invalid-url'],
  ['a percent sign before letters that are no digits', 'https://hooks.example.com/%zz', 'invalid-percent-encoding'],
  ['a percent sign at the end', 'https://hooks.example.com/?discount=5%', 'invalid-percent-encoding'],
  ['half of an escape', 'https://hooks.example.com/%a', 'invalid-percent-encoding'],
  ['a lone surrogate', 'https://hooks.example.com/\ud800', 'invalid-characters'],
  ['a lone surrogate in the host', 'https://a\udc00.example.com/', 'invalid-characters'],
  ['the replacement character', 'https://hooks.example.com/\ufffd', 'invalid-characters'],
  ['a path that is too long once it is encoded', `https://hooks.example.com/${'ü'.repeat(500)}`, 'too-long'],
])('%s is refused', (_, url, code) => {
  expect(codes(url)).toEqual([code]);
});

test('only the embedded runtime sends plain http, and only to this machine', () => {
  for (const url of ['http://localhost:4000/x', 'http://127.0.0.1:4000/']) {
    expect({ url, codes: codes(url, true) }).toEqual({ url, codes: [] });
    expect({ url, codes: codes(url) }).toEqual({ url, codes: ['not-https'] });
  }
  expect(codes('http://hooks.example.com/', true)).toEqual(['not-https']);
  expect(codes('http://localhost.example.com/', true)).toEqual(['not-https']);
  expect(codes('https://localhost/', true)).toEqual(['private-host']);
});

test.each([
  ['https://hooks.example.com/tenantry', 'https://hooks.example.com/tenantry'],
  ['https://bücher.example/hook', 'https://xn--bcher-kva.example/hook'],
  ['HTTPS://HOOKS.Example.COM:443', 'https://hooks.example.com/'],
  ['https://hooks.example.com/über', 'https://hooks.example.com/%C3%BCber'],
  ['https://hooks.example.com/%c3%bcber', 'https://hooks.example.com/%c3%bcber'],
  ['https://hooks.example.com/?filter[name]=1', 'https://hooks.example.com/?filter%5Bname%5D=1'],
  ['https://hooks.example.com/a{b}|c', 'https://hooks.example.com/a%7Bb%7D%7Cc'],
  ['https://hooks.example.com/a^b`c"d<e>f[g]', 'https://hooks.example.com/a%5Eb%60c%22d%3Ce%3Ef%5Bg%5D'],
  ['https://hooks.example.com/?a={b}|^`"<c>\'', 'https://hooks.example.com/?a=%7Bb%7D%7C%5E%60%22%3Cc%3E%27'],
  ['https://hooks.example.com/😀?q=ä', 'https://hooks.example.com/%F0%9F%98%80?q=%C3%A4'],
  ['https://hooks.example.com/a/../b/./c', 'https://hooks.example.com/b/c'],
  ["https://hooks.example.com/-()_.!~';/?:@&=+$,%20", "https://hooks.example.com/-()_.!~';/?:@&=+$,%20"],
])('%s is stored as %s, which EventBridge takes and nothing changes any more', (url, stored) => {
  expect([codes(url), canonicalUrl(url)]).toEqual([[], stored]);
  expect([canonicalUrl(stored), violationsOfUrl(stored), codes(stored)]).toEqual([stored, [], []]);
});

test('the characters that are not encoded are those that the service model of EventBridge takes, except placeholders', () => {
  const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)).filter((one) => !'%*'.includes(one));
  const isTaken = new RegExp(`^[${URL_CHARACTERS}]$`);
  const taken = ascii.filter((one) => violationsOfUrl(`https://hooks.example.com/a${one}b`).length === 0);
  expect(ascii.filter((one) => isTaken.test(one))).toEqual(taken);
});

test('whatever URL is accepted, the service model of EventBridge accepts as it is stored', () => {
  const part = fc.string({
    unit: fc.oneof(fc.constantFrom(...'%/?&=[]{}|^`"<>\'\\:;@!$()*+,~-._#a0'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
  });
  const host = fc.constantFrom('hooks.example.com', 'bücher.example', 'a.b-c.example.org.', '例え.example');
  let accepted = 0;
  fc.assert(
    fc.property(host, part, part, (name, path, query) => {
      const url = `https://${name}/${path}?${query}`;
      if (codes(url).length > 0) return;
      accepted += 1;
      const stored = canonicalUrl(url);
      expect([url, violationsOfUrl(stored), codes(stored), canonicalUrl(stored)]).toEqual([url, [], [], stored]);
      expect(new URL(stored).host).toBe(new URL(url).host);
      expect(decoded(stored)).toBe(decoded(new URL(url).href));
    }),
    { numRuns: 500 },
  );
  expect(accepted).toBeGreaterThan(50);
});

/** A URL by its bytes, whichever of them are percent-encoded. */
const decoded = (url: string): string =>
  url.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
