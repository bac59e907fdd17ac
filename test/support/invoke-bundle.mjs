// Invokes a bundle once, as Lambda does in a fresh process, and writes what it answered and which
// of Node's own modules were loaded.
const [file, event] = process.argv.slice(2);
const { handler } = await import(file);
const context = { awsRequestId: 'request-1', functionName: 'test', getRemainingTimeInMillis: () => 9000 };
const answer = await handler(JSON.parse(event), context);
process.stderr.write(JSON.stringify({ answer, loaded: process.moduleLoadList }));
process.exit(0);
