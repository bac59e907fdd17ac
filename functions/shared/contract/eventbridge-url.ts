/**
 * The punctuation that EventBridge accepts in a URL. It also accepts `*`, which is a placeholder
 * there.
 */
export const URL_PUNCTUATION = "-()_.!~';/?:@&=+$,";

/**
 * The characters that EventBridge accepts in a URL besides percent-encoded bytes, for a class in a
 * pattern (`HttpsEndpoint` of its service model).
 */
export const URL_CHARACTERS = `${URL_PUNCTUATION}A-Za-z0-9`;
