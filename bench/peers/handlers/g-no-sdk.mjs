// (g) No SDK: a signature of one's own over node:http, which also fetches the keys.
import { createHash, createHmac } from 'node:crypto';
import { authenticator, refusalOf } from './job.mjs';
import { plainHandler } from './plain.mjs';

// An import of them reads all that they export, and so loads Node's whole client behind `fetch`.
const [http, https] = ['node:http', 'node:https'].map((name) => process.getBuiltinModule(name));
const { AWS_REGION: region, AWS_ENDPOINT_URL_DYNAMODB: endpoint } = process.env;
const table = new URL(endpoint ?? `https://dynamodb.${region}.amazonaws.com`);
const moduleOf = ({ protocol }) => (protocol === 'https:' ? https : http);
const agent = new (moduleOf(table).Agent)({ keepAlive: true });

const send = (url, options, body) =>
  new Promise((resolve, reject) => {
    const request = moduleOf(url).request(url, { timeout: 2500, ...options }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, bytes: Buffer.concat(chunks) }));
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
    request.end(body);
  });

const fetchKeys = async (uri) => {
  const { status, bytes } = await send(new URL(uri), {});
  if (status !== 200) throw new Error(`the key set was answered ${status}`);
  return bytes;
};

const attributeOf = (value) => {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  return Array.isArray(value) ? { L: value.map(attributeOf) } : { M: attributesOf(value) };
};

const attributesOf = (fields) => {
  const attributes = {};
  for (const name in fields) if (fields[name] !== undefined) attributes[name] = attributeOf(fields[name]);
  return attributes;
};

const marshalled = ({ Put, Update }) =>
  Put
    ? { Put: { ...Put, Item: attributesOf(Put.Item) } }
    : {
        Update: { ...Update, Key: attributesOf(Update.Key), ExpressionAttributeValues: attributesOf(Update.ExpressionAttributeValues) },
      };

const hash = (text) => createHash('sha256').update(text).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

const SIGNED = 'content-type;host;x-amz-date;x-amz-security-token;x-amz-target';
let signing;

/** Returns the headers of a call, signed as Signature Version 4 says. */
const signed = (body) => {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: session } = process.env;
  const at = new Date().toISOString().replace(/[:-]|\.\d+/g, '');
  const scope = `${at.slice(0, 8)}/${region}/dynamodb/aws4_request`;
  if (signing?.scope !== scope) signing = { scope, key: scope.split('/').reduce((key, part) => hmac(key, part), `AWS4${secret}`) };
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    host: table.host,
    'x-amz-date': at,
    'x-amz-security-token': session,
    'x-amz-target': 'DynamoDB_20120810.TransactWriteItems',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const request = `POST\n/\n\n${lines.join('')}\n${SIGNED}\n${hash(body)}`;
  const signature = hmac(signing.key, `AWS4-HMAC-SHA256\n${at}\n${scope}\n${hash(request)}`).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${SIGNED}, Signature=${signature}`;
  return { ...headers, authorization, 'content-length': Buffer.byteLength(body) };
};

const commit = async (TransactItems) => {
  const body = JSON.stringify({ TransactItems: TransactItems.map(marshalled) });
  const { status, bytes } = await send(table, { method: 'POST', agent, headers: signed(body) }, body);
  if (status === 200) return;
  const { __type: type = '', message, CancellationReasons } = JSON.parse(bytes.toString());
  throw refusalOf(Object.assign(new Error(message ?? `DynamoDB answered ${status}`), { name: type.split('#').pop(), CancellationReasons }));
};

export const handler = plainHandler(authenticator(fetchKeys), commit);
