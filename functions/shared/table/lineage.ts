/**
 * Returns the tenants that an event is inside of, outermost first, each as the owner of an endpoint is written.
 * `/partners/1/9` gives `/partners/1` and `/partners/9`, `/resellers/<id>` itself, and `/` none.
 */
export const lineageOf = (tenant: string): readonly string[] => {
  const [, kind = '', ...ids] = tenant.split('/');
  return ids.map((id) => `/${kind}/${id}`);
};
