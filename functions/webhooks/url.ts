import type { Violation } from '../shared/problems.ts';

/** Hosts that are nobody's on the public internet: RFC 6761, RFC 6762, RFC 8375, RFC 7686, and what private networks use. */
const PRIVATE_ENDINGS = [
  ...['localhost', 'local', 'internal', 'intranet', 'private', 'corp', 'home', 'lan', 'localdomain', 'home.arpa', 'arpa'],
  ...['invalid', 'test', 'onion', 'alt'],
];

/** Why a webhook may not be sent to a URL, if it may not: only https, to a public host by its name; `local` also takes plain http to localhost. */
export const urlViolations = (text: string, { local }: { readonly local: boolean }): readonly Violation[] => {
  const fault = faultOf(text, local);
  return fault === undefined ? [] : [{ in: 'body', pointer: '/url', ...fault }];
};

type Fault = Pick<Violation, 'code' | 'message'>;

const faultOf = (text: string, local: boolean): Fault | undefined => {
  // The parser trims and drops white space and control characters: what it reads would not be what was written.
  const url = /[\s\p{Cc}\\]/u.test(text) ? null : URL.parse(text);
  // Other parsers read fewer or more slashes otherwise.
  if (!url || (isWeb(url) && !/^https?:\/\/[^/]/i.test(text))) return { code: 'invalid-url', message: 'must be an absolute URL' };
  if (text.includes('*')) return { code: 'placeholder-in-url', message: 'must hold no *, which EventBridge takes for a placeholder' };
  if (url.username !== '' || url.password !== '') return { code: 'credentials-in-url', message: 'must hold no credentials' };
  if (url.hash !== '' || text.includes('#')) return { code: 'fragment-in-url', message: 'must hold no fragment' };
  const host = hostOf(url);
  if (local && url.protocol === 'http:' && isLoopback(host)) return undefined;
  if (url.protocol !== 'https:') return { code: 'not-https', message: 'must be an https URL' };
  return hostFault(host);
};

/** The host as the URL parser (WHATWG) understands it: decimal, octal and hexadecimal addresses are dotted, names are punycode; without a trailing dot. */
const hostOf = ({ hostname }: URL): string => hostname.toLowerCase().replace(/\.$/, '');

const isWeb = ({ protocol }: URL): boolean => protocol === 'https:' || protocol === 'http:';

const isLoopback = (host: string): boolean => host === 'localhost' || host === '127.0.0.1' || host === '[::1]';

const hostFault = (host: string): Fault | undefined => {
  if (host.startsWith('[') || /^[\d.]+$/.test(host)) return { code: 'ip-literal', message: 'must name its host, not an IP address' };
  if (!host.includes('.')) return { code: 'private-host', message: 'must name a public host' };
  const isPrivate = PRIVATE_ENDINGS.some((ending) => host === ending || host.endsWith(`.${ending}`));
  if (isPrivate) return { code: 'private-host', message: 'must name a public host' };
  return isName(host) ? undefined : { code: 'invalid-host', message: 'must name a host by letters, digits and hyphens' };
};

/** RFC 1123: labels of 1 to 63 letters, digits and hyphens, 253 characters in all; the last one is no number (WHATWG). */
const isName = (host: string): boolean =>
  host.length <= 253 && host.split('.').every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label)) && !/(?:^|\.)\d+$/.test(host);
