import { parseExpression, parseQuoted } from './expressions.ts';
import { Scanner } from './scanner.ts';
import type { Attribute, Block, Body } from './syntax.ts';

const MAX_LENGTH = 256 * 1024;
const MAX_DEPTH = 16;

/** Reads an HCL file (hashicorp/hcl, hclsyntax/spec.md). Throws `HclFault` where it is none. */
export function parseHcl(text: string): Body {
  const scanner = new Scanner(text);
  if (text.length > MAX_LENGTH) throw scanner.fault(`the file is larger than ${MAX_LENGTH / 1024} KB`);
  const body = parseBody(scanner, 0);
  if (!scanner.ended) throw scanner.fault('"}" closes nothing');
  return body;
}

function parseBody(scanner: Scanner, depth: number): Body {
  if (depth > MAX_DEPTH) throw scanner.fault('the blocks are nested too deep');
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  while (!scanner.ended && !scanner.sees('}')) {
    const start = scanner.at;
    const name = scanner.identifier() ?? (scanner.sees('"') ? parseQuoted(scanner) : undefined);
    if (name === undefined) throw scanner.fault('a name is missing');
    if (scanner.sees('=', false) && !scanner.sees('==', false)) {
      scanner.expect('=');
      const value = parseExpression(scanner);
      attributes.push({ name, value, span: { start, end: start + name.length } });
    } else blocks.push(parseBlock(scanner, name, start, depth));
  }
  return { attributes, blocks };
}

function parseBlock(scanner: Scanner, type: string, start: number, depth: number): Block {
  const labels: string[] = [];
  while (!scanner.sees('{', false)) {
    const label = scanner.sees('"', false) ? parseQuoted(scanner) : scanner.identifier(false);
    if (label === undefined) throw scanner.fault(`"=" or a block is missing after ${type}`);
    labels.push(label);
  }
  const end = scanner.at;
  scanner.expect('{');
  const body = parseBody(scanner, depth + 1);
  scanner.expect('}');
  return { type, labels, body, span: { start, end } };
}
