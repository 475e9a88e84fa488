import { parseReference } from '../../names/reference.ts';
import type { Configuration } from '../configuration.ts';
import type { Findings } from '../findings.ts';
import type { BuildFile } from '../generated/build-file.ts';
import { fillReporting } from '../placeholder-findings.ts';
import { registryPlaceholders } from '../read-configuration.ts';
import type { YamlSource } from '../yaml-source.ts';
import type { Customizations, Declaration } from './customizations.ts';
import { checkEnrolment } from './enrolment.ts';
import { readCustomizations } from './read-customizations.ts';

/** What only a Dockerfile has a use for. */
const OF_DOCKERFILES = ['dockerfile', 'context', 'target', 'args', 'parents'] as const;

const nothing: Customizations = {
  repositories: [],
  packages: [],
  users: [],
  rootSshKeys: [],
  files: [],
  units: [],
  scripts: [],
  labels: {},
};

/** Reads `base_image` and `customizations`; undefined where the image has a Dockerfile instead. */
export function readDeclaration(
  source: YamlSource,
  directory: string,
  configuration: Configuration,
  text: string,
  findings: Findings,
): Declaration | undefined {
  const { base_image: written, customizations, ...content } = source.value as BuildFile;
  if (written === undefined) {
    if (customizations === undefined) return undefined;
    const message = 'customizations change a base_image, and none is named';
    findings.error(source.keySpan(['customizations']), 'declaration-mixture', message, {
      fix: 'name the base_image; with a Dockerfile, write there what the image gets',
    });
    return undefined;
  }
  checkMixture(source, content, findings);
  const span = source.span(['base_image']);
  const known = findings.list.length;
  const placeholders = registryPlaceholders(configuration.registry);
  const value = fillReporting({ text: written, span, source: text }, placeholders, findings);
  const reference = parseReference(value);
  // One that lacks a placeholder has been reported.
  if (!reference.ok && findings.list.length === known) {
    findings.error(span, 'dockerfile-reference', `"${value}" is not an image: ${reference.error}`);
  }
  if (!reference.ok) return undefined;
  const base = { value, span };
  const read = customizations && readCustomizations(source, customizations, { base: value, directory }, findings);
  if (read?.flightctl?.enrol) {
    checkEnrolment(configuration, source.span(['customizations', 'flightctl', 'enrol']), findings);
  }
  return { base, customizations: read ?? nothing };
}

function checkMixture(source: YamlSource, content: BuildFile, findings: Findings): void {
  for (const key of OF_DOCKERFILES) {
    if (content[key] === undefined) continue;
    const message = `${key} goes with a Dockerfile, and base_image stands in place of one`;
    findings.error(source.keySpan([key]), 'declaration-mixture', message, { fix: `remove ${key}, or base_image` });
  }
}
