import type { Failure, FailureReason, Phase } from '../build/failure.ts';
import { firstLine, type HttpFault, type HttpResponse, printable } from '../system/http.ts';
import { parseObject } from './manifest.ts';

/** Under which step of the way a call runs, and what ends it early. */
export interface Call {
  readonly phase: Phase;
  readonly signal: AbortSignal;
}

/** A failure with no lines of output, because no engine ran. */
export function failure(phase: Phase, reason: FailureReason, message: string, suggestion?: string): Failure {
  return { phase, reason, message, ...(suggestion === undefined ? {} : { suggestion }), lastLines: [] };
}

/** A registry that gave no answer. */
export function failureOfFault(phase: Phase, host: string, fault: HttpFault): Failure {
  const [reason, message, suggestion] = describeFault(host, fault);
  return failure(phase, reason, message, suggestion);
}

type Description = readonly [reason: FailureReason, message: string, suggestion?: string];

function describeFault(host: string, fault: HttpFault): Description {
  switch (fault.kind) {
    case 'aborted':
      return ['cancelled', 'cancelled'];
    case 'timeout':
      return [
        'timeout',
        `${host} is silent: ${fault.message}`,
        `see whether ${host} is up and reachable, then run again`,
      ];
    case 'reset':
      return ['registry-error', `${host} broke the connection (${fault.message})`, 'run again: what was pushed stays'];
    case 'refused':
      return [
        'unreachable',
        `${host} cannot be reached (${fault.message})`,
        `see whether ${host} is up, and is the host that is meant (registry.host, -t)`,
      ];
    case 'unknown-host':
      return [
        'unreachable',
        `no such host: ${host} (${fault.message})`,
        'check the name (registry.host, -t) and the name service',
      ];
    case 'tls-authority':
      return [
        'tls-authority',
        fault.file === undefined
          ? `${host} has a certificate of an authority that is not trusted here (${fault.message})`
          : `${host} has a certificate of another authority than that of ${fault.file} (${fault.message})`,
        trustSomebody(host),
      ];
    case 'tls-changed':
      return [
        'tls-authority',
        `${host} shows another certificate than the one that was trusted (${fault.message})`,
        `ask who runs ${host} for the fingerprint; if it is the new one: rm ${fault.file}, and once more --tls-trust-on-first-use`,
      ];
    case 'tls-certificate':
      return describeCertificate(host, fault.message);
    case 'authority-file':
      return ['tls-authority', fault.message, `put the PEM file where registry.ca of ${host} points`];
    case 'not-tls':
      return [
        'plain-http',
        `${host} does not speak HTTPS (${fault.message})`,
        `if HTTP is meant, add "${host}" to registry.insecure`,
      ];
    case 'disk-full':
      return ['disk-full', fault.message, 'make room there, then run it again'];
    case 'too-large':
      return ['registry-error', `${host} sent more than it should: ${fault.message}`];
    case 'other':
      return ['unreachable', `${host} cannot be spoken to (${fault.message})`];
  }
}

function trustSomebody(host: string): string {
  return `name the authority's PEM file under registry.ca: { "${host}": ca.pem } or with --tls-ca; or trust what it shows now: --tls-trust-on-first-use`;
}

function describeCertificate(host: string, code: string): Description {
  const described: Readonly<Record<string, readonly [string, string]>> = {
    CERT_HAS_EXPIRED: ['has expired', `renew it at ${host}`],
    CERT_NOT_YET_VALID: ['is not valid yet', `see the clocks of ${host} and of this machine`],
    ERR_TLS_CERT_ALTNAME_INVALID: ['is made for another name', `reach ${host} by a name that its certificate has`],
  };
  const [what, next] = described[code] ?? ['does not hold', `renew it, or reach ${host} by the name in it`];
  return ['tls-authority', `${host} has a certificate that ${what} (${code})`, next];
}

/** What one tried to do, in words that follow "may not" and "cannot". */
export interface Attempt {
  readonly host: string;
  /** `host/path`, with the tag or digest where there is one. */
  readonly subject: string;
  readonly action: 'read' | 'write to';
  /** What is known about the credential that was used. */
  readonly login: string;
}

/** A registry that answered, but not as hoped. */
export function failureOfStatus(phase: Phase, attempt: Attempt, response: HttpResponse): Failure {
  const [reason, message, suggestion] = describeStatus(attempt, response);
  return failure(phase, reason, message, suggestion);
}

function describeStatus({ host, subject, action, login }: Attempt, response: HttpResponse): Description {
  const { status } = response;
  const said = errorText(response);
  const told = said === '' ? '' : `: ${said}`;
  const logIn = `docker login ${host}`;
  if (status === 401)
    return ['unauthenticated', `${host} does not let us ${action} ${subject} (${login})${told}`, logIn];
  if (status === 403) {
    return [
      'denied',
      `${host} forbids to ${action} ${subject} (${login})${told}`,
      `ask for that right at ${host}, or be another: ${logIn}`,
    ];
  }
  if (status === 404)
    return ['registry-error', `${host} has no ${subject}${told}`, `create its project or repository at ${host} first`];
  if (status === 429) {
    const wait = response.headers['retry-after'];
    const when = wait === undefined ? 'later' : `after ${/^[0-9]+$/.test(wait) ? `${wait} s` : wait}`;
    return [
      'rate-limited',
      `${host} wants fewer requests${told}`,
      `run again ${when}; a login often raises the limit: ${logIn}`,
    ];
  }
  if (status === 507 || /no space left on device|quota/i.test(said)) {
    return ['disk-full', `${host} has no space for ${subject}${told}`, `make room at ${host}, or raise the quota`];
  }
  if (status === 400 && /HTTP request to an HTTPS server/i.test(said)) {
    return ['tls-authority', `${host} speaks HTTPS, HTTP was tried`, trustSomebody(host)];
  }
  if (status >= 500 || status === 408) {
    return [
      'registry-error',
      `${host} answered ${status} again and again${told}`,
      'run again later: what was pushed stays',
    ];
  }
  return ['registry-error', `${host} answered ${status} to the attempt to ${action} ${subject}${told}`];
}

const MAX_TOLD = 300;

/** What a registry says about its error (distribution spec 1.1, "Error Codes"), or the first line of its body. */
function errorText(response: HttpResponse): string {
  const errors = parseObject(response.body)?.errors;
  const told = Array.isArray(errors) ? errors.map(errorEntry).filter((text) => text !== '') : [];
  const text = told.length > 0 ? told.join('; ') : firstLine(response);
  return text.slice(0, MAX_TOLD);
}

function errorEntry(entry: unknown): string {
  const { code, message, detail } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<
    string,
    unknown
  >;
  const cause = typeof detail === 'object' && detail !== null ? JSON.stringify(detail) : detail;
  const parts = [code, message, cause].filter((part) => typeof part === 'string' && part !== '' && part !== '{}');
  return printable(parts.join(' '));
}
