import { openTokens } from '../../../cli/shared/tokens.ts';
import { startDeployedConsole } from '../../../local/console/deployed-console.ts';

test('the console of a deployment has the state and the calls of its page, and neither steps nor faults', async () => {
  const server = await startDeployedConsole({ api: 'https://api.example.com', tokens: openTokens('t', undefined), port: 0 });
  try {
    const { origin } = new URL(server.url);
    const cookie = (await fetch(server.link, { redirect: 'manual' })).headers.get('set-cookie')?.split(';')[0] ?? '';
    const state = await fetch(`${server.url}/state`, { headers: { cookie } });
    expect(await state.json()).toEqual({ mode: 'deployed', api: 'https://api.example.com' });
    expect((await fetch(`${server.url}/events`, { headers: { cookie } })).status).toBe(404);
    const act = (name: string, body: object) =>
      fetch(`${server.url}/${name}`, {
        method: 'POST',
        headers: { cookie, origin, 'x-tenantry-console': '1', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    for (const name of ['token', 'email', 'throttle', 'crash', 'receiver'])
      expect([name, (await act(name, {})).status]).toEqual([name, 404]);
    const change = await act('call', { method: 'PATCH', path: '/v1/partners/7', body: {} });
    expect([change.status, await change.json()]).toEqual([400, { error: 'The console of a deployment only reads.' }]);
  } finally {
    await server.stop();
  }
});
