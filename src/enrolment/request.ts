import { generateKeyPairSync, sign } from 'node:crypto';
import { der } from './der.ts';

/** A new key and the request to certify it, both PEM. */
export interface CertificateRequest {
  readonly key: string;
  readonly request: string;
}

const COMMON_NAME = '2.5.4.3';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';

/**
 * Makes a key on P-256 and a certification request for it (RFC 2986, section 4). FlightCtl wants keys on elliptic
 * curves and a common name that is empty or of 16 characters at least.
 */
export function makeCertificateRequest(commonName: string): CertificateRequest {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der.sequence(der.set(der.sequence(der.identifier(COMMON_NAME), der.utf8(commonName))));
  const information = der.sequence(
    der.integer(0),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der.context(0),
  );
  const algorithm = der.sequence(der.identifier(ECDSA_WITH_SHA256));
  const signature = der.bits(sign('sha256', information, privateKey));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    request: pem('CERTIFICATE REQUEST', der.sequence(information, algorithm, signature)),
  };
}

/** RFC 7468, section 2. */
function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
