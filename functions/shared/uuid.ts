// RFC 9562, section 4: hexadecimal digits are written in lower case and read in either.
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Returns an id as the API writes it: a UUID in lower case, anything else as it is. */
export const canonicalId = (id: string): string => (UUID.test(id) ? id.toLowerCase() : id);
