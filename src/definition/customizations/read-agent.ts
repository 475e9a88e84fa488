import type { BuildFile } from '../generated/build-file.ts';
import type { YamlPath } from '../yaml-source.ts';
import { enrolmentFiles, type FlightctlAgent } from './customizations.ts';
import { type Grammar, grammars } from './grammar.ts';
import type { TextReader } from './read-customizations.ts';

type Content = NonNullable<NonNullable<BuildFile['customizations']>['flightctl']>;

/**
 * The agent's configuration from `flightctl`: keys that are not given are left to the agent. Certificate and key stand
 * in files of their own, so that this one holds no secret.
 */
export function readAgent(reader: TextReader, path: YamlPath, content: Content): FlightctlAgent {
  const text = (key: keyof Content & string, grammar: Grammar) =>
    reader.text([...path, key], content[key] as string | undefined, grammar);
  const list = (key: 'system_info' | 'system_info_custom') =>
    content[key] && reader.texts([...path, key], content[key], grammars.line);
  const enrol = content.enrol ?? false;
  const configuration = given({
    'enrollment-service': enrolmentService(reader, [...path, 'enrollment_service'], content.enrollment_service, enrol),
    'spec-fetch-interval': text('spec_fetch_interval', grammars.duration),
    'status-update-interval': text('status_update_interval', grammars.duration),
    'default-labels': content.default_labels && labels(reader, [...path, 'default_labels'], content.default_labels),
    'system-info': list('system_info'),
    'system-info-custom': list('system_info_custom'),
    'system-info-timeout': text('system_info_timeout', grammars.duration),
    'pull-timeout': text('pull_timeout', grammars.duration),
    'log-level': content.log_level,
    tpm: content.tpm && tpm(reader, [...path, 'tpm'], content.tpm),
  });
  return { configuration, enrol };
}

function enrolmentService(
  reader: TextReader,
  path: YamlPath,
  { server, certificate_authority, ui_endpoint }: Content['enrollment_service'],
  enrol: boolean,
) {
  const { certificate, key } = enrolmentFiles;
  return given({
    service: given({
      server: reader.text([...path, 'server'], server, grammars.serviceUrl),
      'certificate-authority-data':
        certificate_authority === undefined ? undefined : Buffer.from(certificate_authority).toString('base64'),
    }),
    authentication: enrol ? { 'client-certificate': certificate, 'client-key': key } : undefined,
    'enrollment-ui-endpoint': reader.text([...path, 'ui_endpoint'], ui_endpoint, grammars.serviceUrl),
  });
}

function tpm(reader: TextReader, path: YamlPath, content: NonNullable<Content['tpm']>) {
  return given({
    enabled: content.enabled,
    'device-path': reader.text([...path, 'device_path'], content.device_path, grammars.destination),
    'auth-enabled': content.auth_enabled,
    'storage-file-path': reader.text([...path, 'storage_file_path'], content.storage_file_path, grammars.destination),
  });
}

function labels(reader: TextReader, path: YamlPath, content: Readonly<Record<string, string>>) {
  return given(
    Object.fromEntries(
      Object.entries(content).map(([key, value]) => [key, reader.text([...path, key], value, grammars.line)]),
    ),
  );
}

/** The entries that have a value. */
function given(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
