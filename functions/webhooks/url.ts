import { URL_CHARACTERS } from '../shared/contract/eventbridge-url.ts';
import type { Violation } from '../shared/contract/problems.ts';
import { hasUserinfo } from '../shared/contract/userinfo.ts';

/** Hosts that are nobody's on the public internet: RFC 6761, RFC 6762, RFC 8375, RFC 7686, and what private networks use. */
const PRIVATE_ENDINGS = [
  ...['localhost', 'local', 'internal', 'intranet', 'private', 'corp', 'home', 'lan', 'localdomain', 'home.arpa', 'arpa'],
  ...['invalid', 'test', 'onion', 'alt'],
];

/** The longest URL that EventBridge takes, in characters. */
export const MOST_URL_CHARACTERS = 2048;

/**
 * Returns the one spelling of a URL without violations that is stored, answered and sent to: as the URL standard (WHATWG)
 * serialises it, the host in punycode, with everything percent-encoded that EventBridge does not take as it is.
 */
export const canonicalUrl = (text: string): string => new URL(text).href.replace(new RegExp(`[^${URL_CHARACTERS}%]`, 'g'), percentEncoded);

// The serialised URL is ASCII.
const percentEncoded = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** Returns why a webhook may not be sent to a URL: only https, to a public host by its name; `local` also takes plain http to localhost. */
export const urlViolations = (text: string, { local }: { readonly local: boolean }): readonly Violation[] => {
  const fault = faultOf(text, local);
  return fault === undefined ? [] : [{ in: 'body', pointer: '/url', ...fault }];
};

type Fault = Pick<Violation, 'code' | 'message'>;

const faultOf = (text: string, local: boolean): Fault | undefined => {
  if (!text.isWellFormed() || text.includes('\uFFFD')) {
    return { code: 'invalid-characters', message: 'must not hold lone surrogates or U+FFFD' };
  }
  // The parser trims and drops white space and control characters: what it reads would not be what was written.
  const url = /[\s\p{Cc}\\]/u.test(text) ? null : URL.parse(text);
  // Other parsers read fewer or more slashes otherwise.
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
  // One that is too long as it was written is refused by its schema.
  if (canonical.length <= MOST_URL_CHARACTERS || [...text].length > MOST_URL_CHARACTERS) return undefined;
  return { code: 'too-long', message: `must have at most ${MOST_URL_CHARACTERS} characters once it is percent-encoded` };
};

/** The host as the URL parser (WHATWG) understands it: decimal, octal and hexadecimal addresses are dotted, names are punycode; without a trailing dot. */
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

/** RFC 1123: labels of 1 to 63 letters, digits and hyphens, 253 characters in all; the last one is no number (WHATWG). */
const isName = (host: string): boolean =>
  host.length <= 253 && host.split('.').every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label)) && !/(?:^|\.)\d+$/.test(host);
