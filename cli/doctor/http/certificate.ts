import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { type Finding, fail, ok, warn } from '../finding.ts';

const DAY_MS = 86_400_000;
const TIMEOUT_MS = 5000;
// ACM renews 45 to 60 days before the end: what has fewer left is not being renewed.
const FEW_DAYS = 30;

interface CertificateOptions {
  readonly url: string;
  readonly now: number;
  /** A certificate authority besides those that Node trusts. */
  readonly ca?: string;
}

/** Checks that the certificate is trusted, is for this address and does not expire soon. */
export const checkCertificate = async ({ url, now, ca }: CertificateOptions): Promise<Finding> => {
  const { hostname, port } = new URL(url);
  const socket = connect({
    host: hostname,
    port: Number(port || 443),
    ...(isIP(hostname) === 0 && { servername: hostname }),
    timeout: TIMEOUT_MS,
    ...(ca !== undefined && { ca }),
  });
  socket.on('timeout', () => socket.destroy(new Error('no answer to the TLS handshake')));
  try {
    await once(socket, 'secureConnect');
    const end = socket.getPeerX509Certificate()?.validToDate.getTime() ?? 0;
    const days = Math.floor((end - now) / DAY_MS);
    const seen = `${socket.getProtocol()}, ${days} days left`;
    return days < FEW_DAYS ? warn(seen, 'Look why the certificate is not renewed: ACM needs its DNS record.') : ok(seen);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return fail(`not trusted or not reached: ${code ?? message}`, 'Look at the certificate of the domain, and at its DNS.');
  } finally {
    socket.destroy();
  }
};
