import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Files with a key and the certificate that says whose it is; the certificate is also the authority
 * that made it.
 */
export interface Certificate {
  readonly key: string;
  readonly certificate: string;
}

/**
 * Makes a certificate for `names` that is good for a day and that nobody trusts who was not told
 * to; needs the command `openssl`.
 */
export const makeCertificate = async (directory: string, names: readonly string[]): Promise<Certificate> => {
  const files = { key: join(directory, 'key.pem'), certificate: join(directory, 'certificate.pem') };
  const subject = ['IP:127.0.0.1', ...names.map((name) => `DNS:${name}`)].join(',');
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
    ...['-keyout', files.key, '-out', files.certificate, '-subj', '/CN=tenantry-test-deploy'],
    ...['-addext', `subjectAltName=${subject}`, '-addext', 'basicConstraints=critical,CA:FALSE'],
  ]);
  return files;
};
