import { maskHeaders, maskQuery, maskText, maskValue } from '../../../local/console/mask.ts';

test('of a header that signs somebody in, the scheme is left', () => {
  expect(
    maskHeaders({
      authorization: 'Bearer eyJhbGciOiJFUzI1NiJ9.e30.c2ln',
      cookie: 'a=b',
      'webhook-token': 'secret',
      'x-api-key': 'secret',
      'webhook-signature': 't=1,v1=abc',
      'idempotency-key': 'try-1',
    }),
  ).toEqual({
    authorization: 'Bearer •••',
    cookie: '•••',
    'webhook-token': '•••',
    'x-api-key': '•••',
    'webhook-signature': 't=1,v1=abc',
    'idempotency-key': 'try-1',
  });
});

test('members named like secrets are masked at any depth, and in JSON that is a text', () => {
  const given = {
    ...{ name: 'Ada', password: 'p', passwordHash: 'h', clientSecret: 's' },
    reply: { body: JSON.stringify({ id: 1, token: 't', list: [{ apiKey: 'k' }] }) },
  };
  const masked = maskValue(given);
  expect(masked).toMatchObject({ name: 'Ada', password: '•••', passwordHash: '•••', clientSecret: '•••' });
  expect(JSON.parse((masked as typeof given).reply.body)).toEqual({ id: 1, token: '•••', list: [{ apiKey: '•••' }] });
});

test('of a query, the values of secrets are masked, nested ones too', () => {
  expect(maskQuery('name=Ada&verificationPhrase=blue%20heron&contact.password=p')).toBe(
    'name=Ada&verificationPhrase=•••&contact.password=•••',
  );
});

test('tokens in a text are masked: JWTs, and those of links', () => {
  const text = maskText('Open https://id.example.com/welcome#kX9fT2vLq8sYw4mRzX1bN7cJd or use eyJhbGciOiJFUzI1NiJ9.e30.c2ln');
  expect(text).toBe('Open https://id.example.com/welcome#••• or use •••');
});

test('secrets are masked by their names in a body that is broken, cut or a form, too', () => {
  expect(maskText('{"name":"Ada","password":"two \\"words\\"",}')).toBe('{"name":"Ada","password":•••,}');
  expect(maskText('{"body":"{\\"token\\":\\"abc\\",\\"id')).toBe('{"body":"{\\"token\\":•••",\\"id');
  expect(maskText("{password: 'p', id: 1")).toBe('{password: •••, id: 1');
  expect(maskText('name=Ada&contact.password=p%20q&id=1')).toBe('name=Ada&contact.password=•••&id=1');
  expect(maskText('Set the password of your account: it is new.')).toBe('Set the password of your account: it is new.');
});

test('a long text is cut, and says how long it was', () => {
  expect(maskText('a'.repeat(20_000))).toMatch(/^a{16384} … \(20000 characters\)$/);
});

test.each([
  ['lists', '['.repeat(20_000) + ']'.repeat(20_000)],
  ['objects', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
])('a text of %s that are nested thousands of levels deep is cut, not refused', (_, deep) => {
  const text = maskText(`{"token":"abc","body":${deep}}`);
  expect(text).toContain('…');
  expect(text).not.toContain('abc');
});
