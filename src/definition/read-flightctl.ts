import type { FlightctlConfiguration } from './configuration.ts';
import type { Findings } from './findings.ts';
import type { CaskwrightFile } from './generated/caskwright-file.ts';
import { parseDuration } from './quantities.ts';
import type { YamlSource } from './yaml-source.ts';

/** The `flightctl` of caskwright.yaml: where images that enrol get their certificates. */
export function readFlightctl(
  source: YamlSource,
  content: CaskwrightFile['flightctl'],
  findings: Findings,
): FlightctlConfiguration | undefined {
  if (content?.api === undefined) return undefined;
  const { api, token_env = 'FLIGHTCTL_TOKEN', ca } = content;
  if (!/^https?:\/\/[^/]/.test(api) || !URL.canParse(api)) {
    findings.error(source.span(['flightctl', 'api']), 'schema-value', 'the URL of a FlightCtl API is http or https');
    return undefined;
  }
  const duration = (key: 'expiration' | 'timeout', byDefault: string) => {
    const read = parseDuration(content[key] ?? byDefault);
    if (!read.ok) findings.error(source.span(['flightctl', key]), 'schema-value', read.error);
    return read.ok ? read.value : 0;
  };
  return {
    api,
    tokenEnv: token_env,
    ...(ca === undefined ? {} : { ca }),
    expiration: duration('expiration', '8760h'),
    timeout: duration('timeout', '10m'),
  };
}
