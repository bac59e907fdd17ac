import { URL_CHARACTERS } from '../shared/contract/eventbridge-url.ts';
import type { Violation } from '../shared/contract/problems.ts';
import { hasUserinfo } from '../shared/contract/userinfo.ts';

/**
 * Names that no public host has: RFC 6761, RFC 6762, RFC 8375, RFC 7686, and those of private
 * networks.
 */
const PRIVATE_ENDINGS = [
  'localhost',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'localdomain',
  'home.arpa',
  'arpa',
  'invalid',
  'test',
  'onion',
  'alt',
];

/** The longest URL that EventBridge accepts, in characters. */
export const MAX_URL_CHARACTERS = 2048;

/**
 * Returns the stored spelling of a valid URL: as the URL standard (WHATWG) serialises it, the host
 * in punycode. Characters that EventBridge does not accept are percent-encoded.
 */
export const canonicalUrl = (text: string): string => new URL(text).href.replace(new RegExp(`[^${URL_CHARACTERS}%]`, 'g'), percentEncode);

// The serialised URL is ASCII.
const percentEncode = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/**
 * Returns why a webhook may not be sent to a URL. It must be https to a public host by its name;
 * `local` also permits plain http to localhost.
 */
export const urlViolations = (text: string, { local }: { readonly local: boolean }): readonly Violation[] => {
  const fault = faultOf(text, local);
  return fault === undefined ? [] : [{ in: 'body', pointer: '/url', ...fault }];
};

type Fault = Pick<Violation, 'code' | 'message'>;

const faultOf = (text: string, local: boolean): Fault | undefined => {
  if (!text.isWellFormed() || text.includes('\uFFFD')) {
    return { code: 'invalid-characters', message: 'must not hold lone surrogates or U+FFFD' };
  }
  // The parser trims and drops white space and control characters, and would read another text than
  // was written.
  const url = /[\s\p{Cc}\\]/u.test(text) ? null : URL.parse(text);
  // Other parsers read fewer or more slashes differently.
  if (!url || (isWeb(url) && !/^https?:\/\/[^/]/i.test(text))) return { code: 'invalid-url', message: 'must be an absolute URL' };
  if (text.includes('*')) return { code: 'placeholder-in-url', message: 'must hold no *, which EventBridge takes for a placeholder' };
  if (hasUserinfo(text)) return { code: 'credentials-in-url', message: 'must hold no credentials' };
  if (url.hash !== '' || text.includes('#')) return { code: 'fragment-in-url', message: 'must hold no fragment' };
  const host = hostOf(url);
  const isLocal = local && url.protocol === 'http:' && isLoopback(host);
  if (!isLocal && url.protocol !== 'https:') return { code: 'not-https', message: 'must be an https URL' };
  return (isLocal ? undefined : hostFault(host)) ?? spellingFault(text);
};

const spellingFault = (text: string): Fault | undefined => {
  const canonical = canonicalUrl(text);
  if (/%(?![0-9A-Fa-f]{2})/.test(canonical)) {
    return { code: 'invalid-percent-encoding', message: 'must have two hexadecimal digits after each %' };
  }
  // The schema refuses one that is too long as it was written.
  if (canonical.length <= MAX_URL_CHARACTERS || [...text].length > MAX_URL_CHARACTERS) return undefined;
  return { code: 'too-long', message: `must have at most ${MAX_URL_CHARACTERS} characters once it is percent-encoded` };
};

/**
 * Returns the host as the URL parser (WHATWG) reads it, without a trailing dot. Decimal, octal and
 * hexadecimal addresses are dotted, and names are punycode.
 */
const hostOf = ({ hostname }: URL): string => hostname.toLowerCase().replace(/\.$/, '');

const isWeb = ({ protocol }: URL): boolean => protocol === 'https:' || protocol === 'http:';

const isLoopback = (host: string): boolean => host === 'localhost' || host === '127.0.0.1';

const hostFault = (host: string): Fault | undefined => {
  if (host.startsWith('[') || /^[\d.]+$/.test(host)) return { code: 'ip-literal', message: 'must name its host, not an IP address' };
  if (!host.includes('.')) return { code: 'private-host', message: 'must name a public host' };
  const isPrivate = PRIVATE_ENDINGS.some((ending) => host === ending || host.endsWith(`.${ending}`));
  if (isPrivate) return { code: 'private-host', message: 'must name a public host' };
  return isName(host) ? undefined : { code: 'invalid-host', message: 'must name a host by letters, digits and hyphens' };
};

/**
 * True for a host name of RFC 1123: labels of 1 to 63 letters, digits and hyphens, 253 characters
 * in all. The last label is no number (WHATWG).
 */
const isName = (host: string): boolean =>
  host.length <= 253 && host.split('.').every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label)) && !/(?:^|\.)\d+$/.test(host);
