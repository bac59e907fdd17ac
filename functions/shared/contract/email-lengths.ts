const LOCAL_PART = 64;
const DOMAIN = 253;
const LABEL = 63;

/**
 * True when no part of an e-mail address is too long for a mail server: 64 octets before the at
 * sign (RFC 5321, 4.5.3.1.1), 63 in each label of the domain and 253 in the whole domain (RFC 1035,
 * 2.3.4). Octets are those of UTF-8. A domain counts as it is written, so an internationalised one
 * by its A-labels.
 */
export const hasEmailLengths = (address: string): boolean => {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  return octets(local) <= LOCAL_PART && octets(domain) <= DOMAIN && domain.split('.').every((label) => octets(label) <= LABEL);
};

const octets = (text: string): number => Buffer.byteLength(text);
