import type { Failure, FailureReason } from '../build/failure.ts';
import { firstLine, type HttpFault, type HttpResponse } from '../system/http.ts';

/** Somebody has refused to certify. */
export function denied(name: string, message: string): Failure {
  return failure(
    'enrolment-denied',
    `FlightCtl denied the certificate request ${name}${told(message)}`,
    'ask whoever administers FlightCtl why; the next run requests anew',
  );
}

/** The service could not sign. */
export function failed(name: string, message: string): Failure {
  return failure(
    'enrolment-failed',
    `FlightCtl could not sign the certificate request ${name}${told(message)}`,
    'see whether its signer flightctl.io/enrollment is configured; the next run requests anew',
  );
}

/** Nobody has decided in time. `timeout` is in milliseconds. */
export function timedOut(name: string, api: string, timeout: number, isApproved: boolean): Failure {
  const minutes = Math.round(timeout / 6_000) / 10;
  const what = isApproved ? 'is approved and has no certificate' : 'is neither approved nor denied';
  return failure(
    'enrolment-timeout',
    `the certificate request ${name} at ${new URL(api).host} ${what} after ${minutes} min`,
    isApproved
      ? 'see whether the signer of FlightCtl works; flightctl.timeout in caskwright.yaml says how long to wait'
      : `approve it (flightctl approve csr/${name}) sooner, or wait longer: flightctl.timeout in caskwright.yaml`,
  );
}

/** What was signed is of no use. */
export function notACertificate(name: string, why: string): Failure {
  return failure('enrolment-failed', `FlightCtl answered the request ${name} with no usable certificate: ${why}`);
}

/** The answer is not one of this API. */
export function notUnderstood(host: string): Failure {
  return failure(
    'enrolment-failed',
    `${host} answers, and not as FlightCtl does`,
    'check flightctl.api in caskwright.yaml: the API of users, not the one of agents',
  );
}

/** There is no answer. */
export function failureOfFault(host: string, fault: HttpFault): Failure {
  if (fault.kind === 'aborted') return failure('cancelled', 'cancelled');
  if (fault.kind === 'tls-authority' || fault.kind === 'authority-file') {
    const suggestion = 'name the authority: flightctl.ca in caskwright.yaml';
    return failure('tls-authority', `the certificate of ${host} cannot be checked: ${fault.message}`, suggestion);
  }
  return failure(
    'unreachable',
    `FlightCtl at ${host} cannot be reached: ${fault.message}`,
    'check flightctl.api in caskwright.yaml, and whether this machine reaches it',
  );
}

/** The answer is a refusal. */
export function failureOfStatus(host: string, response: HttpResponse): Failure {
  const { status } = response;
  const message = `FlightCtl at ${host} answered ${status}${told(firstLine(response))}`;
  if (status === 401) {
    const suggestion = 'set FLIGHTCTL_TOKEN (flightctl.token_env) to a token that has not expired';
    return failure('unauthenticated', message, suggestion);
  }
  if (status === 403)
    return failure('denied', message, 'the token must permit certificatesigningrequests: create, get');
  if (status === 429) return failure('rate-limited', message, 'try again later');
  return failure('enrolment-failed', message, 'see what the service logged');
}

function told(message: string): string {
  return message === '' ? '' : `: ${message}`;
}

function failure(reason: FailureReason, message: string, suggestion?: string): Failure {
  return { phase: 'build', reason, message, ...(suggestion === undefined ? {} : { suggestion }), lastLines: [] };
}
