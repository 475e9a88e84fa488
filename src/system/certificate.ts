import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { err, ok, type Result } from '../base/result.ts';
import type { HttpFault } from './http.ts';
import { faultOf } from './http-client.ts';

/** The certificate that a server shows. */
export interface ShownCertificate {
  readonly pem: string;
  /** `SHA256:` and the bytes in hex, colons between them, as openssl and browsers show it. */
  readonly fingerprint: string;
  /** Why it is no good whoever signed it: it is over, not yet valid, or for another name. */
  readonly fault?: HttpFault;
}

/** Looks at the certificate of an HTTPS server and believes nothing; sends nothing but the greeting. Milliseconds. */
export function shownCertificate(
  url: URL,
  timeout: number,
  signal: AbortSignal,
): Promise<Result<ShownCertificate, HttpFault>> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const finish = (outcome: Result<ShownCertificate, HttpFault>) => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      resolve(outcome);
    };
    const abort = () => finish(err({ kind: 'aborted', message: 'cancelled' }));
    const name = isIP(host) ? {} : { servername: host };
    const socket = connect({ host, port: Number(url.port || 443), rejectUnauthorized: false, ...name }, () =>
      finish(read(socket, host)),
    );
    socket.setTimeout(timeout, () => finish(err({ kind: 'timeout', message: `no TLS in ${timeout / 1000} s` })));
    socket.on('error', (error: NodeJS.ErrnoException) => finish(err(faultOf(error))));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}

function read(socket: TLSSocket, host: string): Result<ShownCertificate, HttpFault> {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return err({ kind: 'other', message: 'it showed no certificate' });
  const bad = flawOf(certificate, host);
  return ok({
    pem: certificate.toString(),
    fingerprint: `SHA256:${certificate.fingerprint256}`,
    ...(bad === undefined ? {} : { fault: { kind: 'tls-certificate', message: bad } }),
  });
}

/** What is wrong with a certificate whoever signed it, in the words of Node's errors. */
function flawOf(certificate: X509Certificate, host: string): string | undefined {
  if (Date.now() > Date.parse(certificate.validTo)) return 'CERT_HAS_EXPIRED';
  if (Date.now() < Date.parse(certificate.validFrom)) return 'CERT_NOT_YET_VALID';
  const names = isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host);
  return names === undefined ? 'ERR_TLS_CERT_ALTNAME_INVALID' : undefined;
}

/** The fingerprint of a certificate in PEM; undefined where the text is none. */
export function fingerprintOf(pem: string): string | undefined {
  try {
    return `SHA256:${new X509Certificate(pem).fingerprint256}`;
  } catch {
    return undefined;
  }
}
