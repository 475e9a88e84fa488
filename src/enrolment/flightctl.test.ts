import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FLIGHTCTL_TOKEN, startFlightctl, type TestFlightctl } from '../../test/rig/flightctl.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { createHttp } from '../system/http.ts';
import { createEnroller, type EnrollerOptions } from './flightctl.ts';

let service: TestFlightctl;
const http = createHttp({});
beforeAll(async () => {
  service = await startFlightctl();
});
afterAll(async () => {
  http.close();
  await service.stop();
});

/** Time passes as fast as it is waited for. */
function hurriedClock(): Clock {
  let now = systemClock.now();
  return {
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      now += ms;
    },
  };
}

const enrol = (options: Partial<EnrollerOptions> = {}, signal = new AbortController().signal) =>
  createEnroller({
    http,
    clock: hurriedClock(),
    api: service.url,
    token: FLIGHTCTL_TOKEN,
    expiration: 3_600_000,
    timeout: 60_000,
    ...options,
  }).enrol('shop/edge', signal);

/** What an enrolment that fails says. */
async function failure(...how: Parameters<typeof enrol>) {
  const result = await enrol(...how);
  if (result.ok) throw new Error('it was enrolled');
  const { reason, message, suggestion = '' } = result.error;
  return `${reason}: ${message.replace(/caskwright-shop-edge-[0-9a-f]{12}/, '<name>').replace(/127\.0\.0\.1:\d+/, '<host>')} | ${suggestion.replace(/caskwright-shop-edge-[0-9a-f]{12}/, '<name>')}`;
}

describe('a certificate to enrol with', () => {
  test('is signed for a key that is made here, and waited for', async () => {
    service.decision = 'approve-later';
    const result = await enrol();
    if (!result.ok) throw new Error(result.error.message);
    const { certificate, key } = result.value;
    expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(new X509Certificate(certificate).subject).toMatch(/^CN=caskwright-shop-edge-[0-9a-f]{12}$/);
    expect(service.requests.slice(-2)).toEqual([
      'POST /api/v1/certificatesigningrequests',
      expect.stringMatching(/^GET \/api\/v1\/certificatesigningrequests\/caskwright-shop-edge-[0-9a-f]{12}$/),
    ]);
    expect(service.breaches).toEqual([]);
  });

  test('is another one each time', async () => {
    service.decision = 'approve';
    const [one, other] = [await enrol(), await enrol()];
    expect(one.ok && other.ok && one.value.key !== other.value.key).toBe(true);
  });

  test('is denied, with the words of whoever denied it', async () => {
    service.decision = 'deny';
    expect(await failure()).toBe(
      'enrolment-denied: FlightCtl denied the certificate request <name>: not one of ours | ask whoever administers FlightCtl why; the next run requests anew',
    );
  });

  test('cannot be signed', async () => {
    service.decision = 'fail';
    expect(await failure()).toMatch(/^enrolment-failed: .*: the signer is away \| see whether its signer/);
  });

  test('is not decided on in time', async () => {
    service.decision = 'wait';
    expect(await failure()).toBe(
      'enrolment-timeout: the certificate request <name> at <host> is neither approved nor denied after 1 min | approve it (flightctl approve csr/<name>) sooner, or wait longer: flightctl.timeout in caskwright.yaml',
    );
  });

  test('is refused when it is for another key', async () => {
    service.decision = 'mistake';
    expect(await failure()).toMatch(/^enrolment-failed: .* no usable certificate: it is for another key/);
  });

  test('needs a token that the service takes', async () => {
    expect(await failure({ token: 'wrong' })).toMatch(
      /^unauthenticated: FlightCtl at <host> answered 401.* \| set FLIGHTCTL_TOKEN/,
    );
  });

  test('needs a service that is there, and is FlightCtl', async () => {
    const patience = { clock: hurriedClock() };
    expect(await failure({ ...patience, api: 'http://127.0.0.1:9' })).toMatch(
      /^unreachable: FlightCtl at <host>|^unreachable: FlightCtl at 127/,
    );
  });

  test('is not waited for when the run is cancelled', async () => {
    service.decision = 'wait';
    const cancel = new AbortController();
    const clock: Clock = {
      ...hurriedClock(),
      async sleep(_, signal) {
        cancel.abort();
        signal?.throwIfAborted();
      },
    };
    expect(await failure({ clock }, cancel.signal)).toMatch(/^cancelled: /);
  });
});
