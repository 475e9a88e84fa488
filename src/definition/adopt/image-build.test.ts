import { expect, test } from 'vitest';
import { readImageDefinition } from '../read-image-definition.ts';
import { configured, shown, source } from '../testing.ts';
import { proposeAdoption } from './propose.ts';

const seed = {
  apiVersion: 'v1alpha1',
  kind: 'ImageBuild',
  metadata: { name: 'my-edge-image' },
  spec: {
    baseImage: 'quay.io/centos-bootc/centos-bootc:stream9',
    customizations: {
      packages: ['tmux', 'vim', 'git'],
      users: [{ name: 'admin', groups: ['wheel'], sshKeys: ['ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ'] }],
    },
    flightctlConfig: { enrollmentService: { service: { server: 'https://api.flightctl.example.com:7443' } } },
    bootcExports: [{ type: 'qcow2', architecture: 'x86_64' }],
    containerRegistry: { url: 'quay.io/myorg', username: 'myuser', password: 'mypassword' },
    pushToRegistry: true,
  },
};

function adopted(texts: Readonly<Record<string, string>>) {
  const files = new Map(Object.entries(texts).map(([path, text]) => [path, source(path, text)]));
  const found = proposeAdoption({
    paths: Object.keys(texts),
    texts: files,
    repositoryName: 'shop',
    nameBy: 'directory',
  });
  return {
    files: Object.fromEntries(found.files.map(({ path, text }) => [path, text.split('\n').slice(1).join('\n')])),
    findings: found.diagnostics.map(({ message }) => message),
  };
}

test('an ImageBuild in JSON becomes a declared image, its registry the configuration, its credentials nothing', () => {
  const { files, findings } = adopted({ 'edge.json': JSON.stringify(seed, null, 2) });
  expect(files).toEqual({
    'caskwright.yaml': 'registry: quay.io/myorg\n',
    'images/my-edge-image/build.yaml': `name: my-edge-image
base_image: quay.io/centos-bootc/centos-bootc:stream9
customizations:
  packages:
    - tmux
    - vim
    - git
  users:
    - name: admin
      groups:
        - wheel
      ssh_keys:
        - ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ
  flightctl:
    enrollment_service:
      server: https://api.flightctl.example.com:7443
    enrol: true
exports:
  - type: qcow2
    architecture: x86_64
`,
  });
  expect(findings).toEqual([
    'the certificate of this image is requested while it is built',
    "a registry's username is not copied",
    "a registry's password is not copied",
  ]);
  expect(JSON.stringify(files)).not.toContain('mypassword');
});

test('every part of an ImageBuild has a place, and what has none is named', () => {
  const { files, findings } = adopted({
    'builds/edge.yaml': `apiVersion: v1alpha1
kind: ImageBuild
metadata: {name: edge}
spec:
  baseImage: docker.io/library/fedora:41
  customizations:
    coprRepos: ["@scope/tools"]
    users: [{name: a, shell: /bin/sh, password: plain}, {name: b, password: "$6$salt$abcdefghij"}]
    files: [{path: /etc/motd, content: "hi {x}\\n", mode: "0600", user: a}]
    systemdUnits: [{name: a.service, content: "[Unit]\\n", enabled: true}]
    scripts: ["echo one", {content: "echo two"}]
    sshKeys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA root]
    kernel: {append: quiet}
  flightctlConfig:
    enrollmentService: {service: {server: "https://a.example:7443"}, authentication: {client-key-data: secret}}
    specFetchInterval: 2m
    defaultLabels: {site: berlin}
    logLevel: debug
    tpm: {enabled: true}
  other: 1
`,
  });
  const text = files['images/edge/build.yaml'] ?? '';
  const configuration = configured('flightctl: {api: "https://a.example"}');
  const { definition, diagnostics } = readImageDefinition(source('build.yaml', text), 'images/edge', configuration);
  expect(shown(diagnostics)).toEqual([]);
  expect(definition?.declaration?.customizations).toMatchObject({
    packageManager: 'dnf',
    repositories: [{ kind: 'copr', project: '@scope/tools' }],
    users: [
      { name: 'a', shell: '/bin/sh' },
      { name: 'b', passwordHash: '$6$salt$abcdefghij' },
    ],
    files: [{ destination: '/etc/motd', source: { content: 'hi {x}\n' }, mode: '0600', owner: 'a' }],
    units: [{ name: 'a.service', enabled: true }],
    scripts: [{ content: 'echo one' }, { content: 'echo two' }],
    flightctl: {
      enrol: true,
      configuration: { 'spec-fetch-interval': '2m', 'log-level': 'debug', tpm: { enabled: true } },
    },
  });
  expect(text).not.toMatch(/plain|secret/);
  expect(findings).toEqual(
    expect.arrayContaining([
      'spec.other is not carried over',
      'spec.customizations.kernel is not carried over',
      'spec.customizations.users.0.password is not carried over',
      'spec.flightctlConfig.enrollmentService.authentication is not carried over',
    ]),
  );
});

test('what is there already is left alone, and YAML of other kinds is no concern', () => {
  const build = 'base_image: docker.io/library/fedora:41\n';
  const there = {
    'images/my-edge-image/build.yaml': build,
    'edge.json': JSON.stringify(seed),
    'x.yaml': 'kind: Pod\n',
  };
  expect(adopted(there).files).toEqual({});
});
