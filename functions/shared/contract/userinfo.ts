/**
 * True when an http or https URL has userinfo (RFC 3986, 3.2.1), also an empty one, which the URL
 * parser drops silently.
 */
export const hasUserinfo = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && (url.username !== '' || url.password !== '' || /^\s*https?:[\\/]*[^\\/?#]*@/i.test(text));
};
