/** Short text that is not empty. */
export const text = { type: 'string', minLength: 1, maxLength: 256 } as const;

/** A URL without credentials, over TLS. */
export const httpsUrl = { type: 'string', format: 'https-url', maxLength: 2048 } as const;
