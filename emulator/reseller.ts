/** A reseller that was created over HTTP. */
export interface Reseller {
  /** The status of the answer to its creation. */
  readonly status: number;
  /** Reads it, and gives the status of the answer. */
  read(): Promise<number>;
}

/** Creates a reseller through the API. */
export const createReseller = async (api: string, token: string): Promise<Reseller> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const reseller = { name: `Reseller ${Date.now()}`, email: 'ops@reseller.example', allowedUsers: -1, allowedOrganizations: -1 };
  const made = await fetch(`${api}/v3/resellers`, { method: 'POST', headers, body: JSON.stringify(reseller) });
  return { status: made.status, read: async () => (await fetch(`${api}${made.headers.get('location')}`, { headers })).status };
};
