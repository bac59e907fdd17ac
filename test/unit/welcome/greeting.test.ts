import { greetingName } from '../../../functions/welcome/greeting.ts';
import { emailTo } from '../../../functions/welcome/mail.ts';

test.each([
  ['Ada', 'Ada'],
  ["Seán O'Brien-Łukasz", "Seán O'Brien-Łukasz"],
  ['D’Arcy', 'D’Arcy'],
  ['محمد', 'محمد'],
  ['नेहा', 'नेहा'],
  ['می‌خواهم', 'میخواهم'],
  ['Zoe\u0308', 'Zoë'],
  ['J.R.R.', 'J R R'],
  ['Your prize: https://evil.example/claim?id=1', 'Your prize https evil example claim id'],
  ['evil.example', 'evil example'],
  ['evil。example', 'evil example'],
  ['ada@evil.example', 'ada evil example'],
  ['call +1 (900) 555-0100', 'call'],
  ['<a href="x">win</a>', 'a href x win a'],
  ['Ada\r\nBcc: all', 'Ada Bcc all'],
  ['- Ada -', 'Ada'],
  ['x'.repeat(255), 'x'.repeat(64)],
  [`${'x'.repeat(63)} y`, 'x'.repeat(63)],
  [`A${'\u0301'.repeat(200)}`, `Á${'\u0301'.repeat(63)}`],
  ['12345', 'there'],
  ['🎁🎁', 'there'],
  ['\u0301', 'there'],
  ['', 'there'],
])('of the name %j an e-mail greets with %j', (name, expected) => {
  expect(greetingName(name)).toBe(expected);
  expect([...greetingName(name)].length).toBeLessThanOrEqual(64);
});

test('what SES is asked to send holds nothing of a contact but its address and the letters of its name', () => {
  Object.assign(process.env, { EMAIL_FROM: 'a@b.example', EMAIL_CONFIGURATION_SET: 'set', EMAIL_TEMPLATE: 'welcome' });
  const newcomer = { partnerId: 1, contactId: 2, firstName: 'Win at http://evil.example', email: 'ada@example.com' };
  const { Content, Destination } = emailTo(newcomer, 'https://id.acme.test/password#token');
  expect(Destination).toEqual({ ToAddresses: ['ada@example.com'] });
  expect(JSON.parse(Content.Template.TemplateData)).toEqual({
    firstName: 'Win at http evil example',
    link: 'https://id.acme.test/password#token',
  });
});
