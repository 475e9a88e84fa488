import { createHash } from 'node:crypto';
import { type Code, codes } from '../diagnostics/codes.ts';
import { type Diagnostic, lineText, positionAt } from '../diagnostics/diagnostic.ts';

const ruleIds = Object.keys(codes) as Code[];

/** A SARIF 2.1.0 log (OASIS, section numbers below) with one run that holds the findings, in the order given. */
export function sarifLog(diagnostics: readonly Diagnostic[]): object {
  const fingerprint = fingerprints();
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Caskwright', rules: ruleIds.map(rule) } },
        // 3.14.17: our columns are what JavaScript counts.
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((diagnostic) => result(diagnostic, fingerprint(diagnostic))),
      },
    ],
  };
}

/** 3.49: a reporting descriptor. */
function rule(id: Code) {
  return { id, shortDescription: { text: codes[id] } };
}

/** 3.27: one result. A fix in words is part of its message; `fixes` would have to be edits. */
function result(diagnostic: Diagnostic, fingerprint: string) {
  const { code, message, fix, related = [] } = diagnostic;
  return {
    ruleId: code,
    ruleIndex: ruleIds.indexOf(code),
    level: diagnostic.severity,
    message: { text: fix === undefined ? message : `${message}\n${fix}` },
    locations: [{ physicalLocation: location(diagnostic) }],
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    ...(related.length > 0 ? { relatedLocations: related.map(relatedLocation) } : {}),
  };
}

function relatedLocation(place: Pick<Diagnostic, 'file' | 'span' | 'message'>, index: number) {
  return { id: index, physicalLocation: location(place), message: { text: place.message } };
}

/** 3.29: a physical location; its URI is relative to the root of the sources (3.4.4). */
function location({ file, span }: Pick<Diagnostic, 'file' | 'span'>) {
  const start = positionAt(file, span.start);
  const end = positionAt(file, span.end);
  return {
    artifactLocation: { uri: relativeUri(file.path), uriBaseId: '%SRCROOT%' },
    region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
  };
}

/** RFC 3986, 4.2: a path whose first part may hold a colon is no scheme, because the colon is encoded too. */
function relativeUri(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join('/');
}

/**
 * Fingerprints that survive a finding's move to another line: code, file and the line's text, and a running number
 * for findings that are alike in all three.
 */
function fingerprints(): (diagnostic: Diagnostic) => string {
  const seen = new Map<string, number>();
  return ({ code, file, span }) => {
    const text = lineText(file, positionAt(file, span.start).line).trim();
    const hash = createHash('sha256')
      .update(JSON.stringify([code, file.path, text]))
      .digest('hex')
      .slice(0, 16);
    const number = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, number);
    return `${hash}:${number}`;
  };
}
