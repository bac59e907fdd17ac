/**
 * Returns the tenants that an event belongs to, outermost first, each in the form of an endpoint's
 * owner. `/partners/1/9` gives `/partners/1` and `/partners/9`, `/resellers/<id>` itself, and `/`
 * none.
 */
export const lineageOf = (tenant: string): readonly string[] => {
  const [, kind = '', ...ids] = tenant.split('/');
  return ids.map((id) => `/${kind}/${id}`);
};
