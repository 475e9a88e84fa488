import { describe, expect, test } from 'vitest';
import { readImageDefinition } from '../read-image-definition.ts';
import { configured, shown, source } from '../testing.ts';

/** What is wrong with a build.yaml, as a test spells it; and what each finding says. */
function read(text: string, configuration = '') {
  const { definition, diagnostics } = readImageDefinition(
    source('images/edge/build.yaml', text),
    'images/edge',
    configured(`registry: h.example/shop\n${configuration}`),
  );
  return { definition, findings: shown(diagnostics), fixes: diagnostics.map(({ fix = '' }) => fix) };
}

const customized = (line: string, base = 'docker.io/library/debian:12') =>
  read(`base_image: ${base}\ncustomizations:\n  ${line}\n`).findings;

describe('a declaration', () => {
  test('stands in place of a Dockerfile, and of all that only a Dockerfile has a use for', () => {
    const { findings, fixes } = read(
      'base_image: debian:12\ndockerfile: Dockerfile\ntarget: a\nargs: {A: 1}\ncontext: .\nparents: {a: b}\n',
    );
    expect(findings).toEqual([
      '2:1-11 declaration-mixture',
      '3:1-7 declaration-mixture',
      '4:1-5 declaration-mixture',
      '5:1-8 declaration-mixture',
      '6:1-8 declaration-mixture',
    ]);
    expect(fixes[0]).toBe('remove dockerfile, or base_image');
    expect(read('customizations: {packages: [vim]}\n').findings).toEqual(['1:1-15 declaration-mixture']);
  });

  test('names its base, with the registry in place of a placeholder', () => {
    expect(read('base_image: "{registry}/base:1"\n').definition?.declaration?.base.value).toBe('h.example/shop/base:1');
    expect(read('base_image: "{nope}/base"\n').findings).toEqual(['1:14-20 unknown-placeholder']);
    expect(read('base_image: "a b"\n').findings).toEqual(['1:13-18 dockerfile-reference']);
  });

  test.each([
    ['debian:12', 'apt'],
    ['python:3.12-alpine', 'apk'],
    ['docker.io/library/alpine', 'apk'],
    ['quay.io/centos-bootc/centos-bootc:stream9', 'dnf'],
    ['registry.access.redhat.com/ubi9/ubi:9.4', 'dnf'],
    ['quay.io/fedora/fedora-bootc:41', 'dnf'],
  ])('knows what installs packages in %s: %s', (base, manager) => {
    const { definition, findings } = read(`base_image: ${base}\ncustomizations: {packages: [vim]}\n`);
    expect(findings).toEqual([]);
    expect(definition?.declaration?.customizations.packageManager).toBe(manager);
  });

  test('asks what installs packages in a base that it does not know, and takes the answer', () => {
    const { findings, fixes } = read('base_image: h.example/x\ncustomizations: {packages: [vim]}\n');
    expect(findings).toEqual(['2:18-26 package-manager-unknown']);
    expect(fixes).toEqual(['say it under customizations: package_manager: dnf, apt or apk']);
    expect(customized('{package_manager: apk, packages: [vim]}', 'h.example/x')).toEqual([]);
  });

  test.each([
    ['packages: [-y]', '3:14-16 schema-value'],
    ['users: [{name: Admin}]', '3:18-23 schema-value'],
    ['users: [{name: a, password_hash: secret}]', '3:36-42 schema-value'],
    ['users: [{name: a, ssh_keys: ["ssh-rsa AAAA\\nssh-rsa BBBB"]}]', '3:32-60 schema-value'],
    ['users: [{shell: /bin/sh}]', '3:11-27 schema-missing-key'],
    ['users: [{name: a, shel: /bin/sh}]', '3:21-25 schema-unknown-key'],
    ['files: [{destination: etc/motd, content: x}]', '3:25-33 schema-value'],
    ['files: [{destination: /etc/../x, content: x}]', '3:25-34 schema-value'],
    ['files: [{destination: /x}]', '3:11-28 schema-value'],
    ['files: [{destination: /x, content: a, path: b}]', '3:11-49 schema-value'],
    ['files: [{destination: /x, path: ../b}]', '3:35-39 path-outside-repository'],
    ['files: [{destination: /x, path: "*.conf"}]', '3:35-43 schema-value'],
    ['files: [{destination: /x, content: a, mode: "888"}]', '3:47-52 schema-value'],
    ['systemd_units: [{name: app, enabled: true}]', '3:26-29 schema-value'],
    ['repositories: [{copr: a/b}]', '3:18-29 schema-value'],
    ['repositories: [{name: a, url: "https://a.example"}]', '3:18-53 schema-value'],
    ['labels: {"a b": x}', '3:19-20 schema-value'],
    ['labels: {a: "x\\ny"}', '3:15-21 schema-value'],
    ['flightctl: {enrollment_service: {server: "http://a"}}', '3:44-54 schema-value'],
    ['flightctl: {enrollment_service: {server: "https://a"}, enrol: true}', '3:65-69 enrolment-unconfigured'],
  ])('has a finding at the place: %s', (line, finding) => {
    const repositories = line.startsWith('repositories') ? `package_manager: apt\n  ${line}` : line;
    const moved = line.startsWith('repositories') ? finding.replace(/^3:/, '4:') : finding;
    expect(customized(repositories)).toEqual([moved]);
  });

  test('is not enrolled to where everybody can read', () => {
    const text =
      'base_image: debian:12\ncustomizations: {flightctl: {enrollment_service: {server: "https://a"}, enrol: true}}\n';
    const service = 'flightctl: {api: "https://api.example"}\n';
    expect(read(text, service).findings).toEqual([]);
    for (const listed of ['h.example', 'h.example/shop']) {
      expect(read(text, `${service}policy: {public_registries: [${listed}]}\n`).findings).toEqual([
        '2:80-84 enrolment-public',
      ]);
    }
    expect(read(text, `${service}policy: {public_registries: [h.example/shopping]}\n`).findings).toEqual([]);
  });
});
