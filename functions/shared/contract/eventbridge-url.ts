/** Punctuation that EventBridge takes in a URL as it is. It also takes `*`, which is a placeholder there. */
export const URL_PUNCTUATION = "-()_.!~';/?:@&=+$,";

/**
 * The characters, as those of a class in a pattern, that EventBridge takes in a URL besides percent-encoded bytes
 * (`HttpsEndpoint` of its service model).
 */
export const URL_CHARACTERS = `${URL_PUNCTUATION}A-Za-z0-9`;
