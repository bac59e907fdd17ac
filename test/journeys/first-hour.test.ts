import { openApi } from '../../cli/doctor/http/api.ts';
import { askAll } from '../../cli/first-hour/probe.ts';
import { apiProbes } from '../../cli/first-hour/probes/api.ts';
import { journey, withRuntime } from '../support/journey.ts';
import { PARTNER_RIGHTS } from '../support/journey-partners.ts';

withRuntime('the embedded gateway and policies', () => {
  const here = journey();

  test('the first hour sees the challenge of a 401 and the queries of indexes as assumed', async () => {
    const token = () => here.mintToken({ permissions: [...PARTNER_RIGHTS, 'eventLog:read'] });
    const probes = apiProbes({ api: openApi(here.system.runtime.url), token, receiver: 'http://127.0.0.1:1' });
    const options = { width: 1, limit: 8000, signal: new AbortController().signal, onAsked: () => undefined };
    const all = await askAll(probes, options);
    expect(all.map(({ name, outcome, seen }) => [name, outcome, seen])).toEqual([
      ['challenge of a 401, mapped', 'as assumed', 'www-authenticate, x-www-authenticate'],
      ['challenge of a 401, unmapped', 'not asked', 'TypeError: fetch failed'],
      ['leading key of an index query', 'as assumed', 'list 200, move 200, event log 200'],
    ]);
  });
});
