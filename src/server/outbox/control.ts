import { systemClock } from '../../base/clock.ts';
import { err, ok } from '../../base/result.ts';
import { createRegistrar } from '../../control/client.ts';
import type { ControlConfiguration } from '../../definition/configuration.ts';
import type { Registration } from '../../plan/registration.ts';
import type { Environment } from '../../system/environment.ts';
import type { Http } from '../../system/http.ts';
import type { Send } from './outbox.ts';

/** What a `control` message holds. */
export interface ControlPayload {
  readonly to: ControlConfiguration;
  readonly registration: Registration;
}

/** Variables that a repository may name: with any other one it could have the server's own secrets sent to it. */
const TOKEN = /^CASKWRIGHT_CONTROL_TOKEN/;

/** The sender of `control` messages: registers an image at the control API that its repository names. */
export function controlSender(http: Http, environment: Environment, privateHosts: readonly string[]): Send {
  return async (message, signal) => {
    const { to, registration } = message.payload as ControlPayload;
    const { url, method, path, tokenEnv } = to;
    const token = environment[tokenEnv];
    if (token !== undefined && !TOKEN.test(tokenEnv)) {
      return err({
        message: `control.token_env: on a server its name begins with CASKWRIGHT_CONTROL_TOKEN`,
        final: true,
      });
    }
    const host = URL.parse(url)?.hostname ?? '';
    const guarded: Http = {
      request: (request) => http.request({ ...request, publicOnly: !privateHosts.includes(host) }),
      close: () => {},
    };
    const registrar = createRegistrar({
      http: guarded,
      clock: systemClock,
      url,
      method,
      path,
      ...(token === undefined ? {} : { token }),
    });
    const sent = await registrar.register(registration, signal);
    return sent.ok ? ok(undefined) : err({ message: sent.error.message, final: false });
  };
}
