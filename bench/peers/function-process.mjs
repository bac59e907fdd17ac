// A function in a process of its own, as Lambda has it. Sends the figures of its start (import and
// first call), then those of each block of calls that it is told to make.
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const context = { awsRequestId: 'request-1', functionName: 'bench', getRemainingTimeInMillis: () => 9000 };
const [file, event, status] = process.argv.slice(2);
const template = JSON.parse(event);

/** A copy, because handlers change their event; at the time of the call. */
const eventNow = () => ({
  ...template,
  headers: { ...template.headers },
  pathParameters: { ...template.pathParameters },
  requestContext: { ...template.requestContext, http: { ...template.requestContext.http }, timeEpoch: Date.now() },
});

const call = async (handler) => {
  const answer = await handler(eventNow(), context);
  if (answer.statusCode !== Number(status)) throw new Error(`${file} answered ${answer.statusCode} ${answer.body}`);
};

const began = { cpu: cpu(), at: performance.now() };
const { handler } = await import(file);
const imported = { cpu: cpu(), at: performance.now() };
await call(handler);
const called = { cpu: cpu(), at: performance.now() };

process.send({
  cpuMs: (called.cpu - began.cpu) / 1000,
  importCpuMs: (imported.cpu - began.cpu) / 1000,
  wallMs: called.at - began.at,
  undici: process.moduleLoadList.filter((name) => name.includes('undici')).length,
});

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

const block = async (calls) => {
  const took = [];
  const from = cpu();
  for (let made = 0; made < calls; made += 1) {
    const started = performance.now();
    await call(handler);
    took.push((performance.now() - started) * 1000);
  }
  const spent = cpu() - from;
  took.sort((one, other) => one - other);
  return { cpuUs: spent / calls, p50Us: percentile(took, 0.5), p99Us: percentile(took, 0.99), rssMiB: process.memoryUsage().rss / 2 ** 20 };
};

process.on('message', async (calls) => process.send(await block(calls)));
process.on('disconnect', () => process.exit(0));
