/** Whether a URL of http or https holds userinfo (RFC 3986, 3.2.1), also an empty one, which the URL parser drops without a word. */
export const hasUserinfo = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && (url.username !== '' || url.password !== '' || /^\s*https?:[\\/]*[^\\/?#]*@/i.test(text));
};
