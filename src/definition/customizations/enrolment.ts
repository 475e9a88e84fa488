import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Configuration } from '../configuration.ts';
import type { Findings } from '../findings.ts';

/** Whether an image that enrols can: there is a service, and where the image goes is not public. `span` is its `enrol`. */
export function checkEnrolment({ flightctl, policy, registry }: Configuration, span: Span, findings: Findings): void {
  if (!flightctl) {
    findings.error(span, 'enrolment-unconfigured', 'caskwright.yaml does not say where certificates are requested', {
      fix: 'add flightctl: {api: https://…}',
    });
  }
  const { host, namespace } = registry;
  if (host === undefined) return;
  const place = namespace === '' ? host : `${host}/${namespace}`;
  const isPublic = policy.publicRegistries.some((listed) => place === listed || place.startsWith(`${listed}/`));
  if (!isPublic) return;
  const message = `everybody can read ${place}, and the image would hold a certificate and its key`;
  findings.error(span, 'enrolment-public', message, {
    fix: 'publish it to a private registry, or leave enrol out and hand the certificate over when a device is set up',
  });
}
